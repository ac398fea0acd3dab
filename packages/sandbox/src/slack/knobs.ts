import { z } from 'zod';
import type { SlackApiKnobs } from './knobs/api-knobs.ts';
import { defaultSlackApiKnobs, slackApiKnobShapes } from './knobs/api-knobs.ts';
import type { SlackDeliveryKnobs } from './knobs/delivery-knobs.ts';
import { defaultSlackDeliveryKnobs, slackDeliveryKnobShapes } from './knobs/delivery-knobs.ts';

/** Everything that can be turned. Where public sources leave a doubt, the knob lets a client meet both answers. */
export interface SlackKnobs extends SlackApiKnobs, SlackDeliveryKnobs {}

export const defaultSlackKnobs: Readonly<SlackKnobs> = { ...defaultSlackApiKnobs, ...defaultSlackDeliveryKnobs };

const schema = z.strictObject({ ...slackApiKnobShapes, ...slackDeliveryKnobShapes });

/** Shape of any number of knobs; an unknown name or an impossible value is refused. */
export const someSlackKnobs: z.ZodType<Partial<SlackKnobs>> = schema.partial().transform(withoutUndefined);

function withoutUndefined(knobs: { [K in keyof SlackKnobs]?: SlackKnobs[K] | undefined }): Partial<SlackKnobs> {
  return Object.fromEntries(Object.entries(knobs).filter(([, value]) => value !== undefined)) as Partial<SlackKnobs>;
}
