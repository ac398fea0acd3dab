import { z } from 'zod';
import type { ApiKnobs } from './knobs/api-knobs.ts';
import { apiKnobShapes, defaultApiKnobs } from './knobs/api-knobs.ts';
import type { OptOutKnobs } from './knobs/opt-out-knobs.ts';
import { defaultOptOutKnobs, optOutKnobShapes } from './knobs/opt-out-knobs.ts';
import type { SendingKnobs } from './knobs/sending-knobs.ts';
import { defaultSendingKnobs, sendingKnobShapes } from './knobs/sending-knobs.ts';
import type { WebhookKnobs } from './knobs/webhook-knobs.ts';
import { defaultWebhookKnobs, webhookKnobShapes } from './knobs/webhook-knobs.ts';

/** Everything that can be turned: where docs/twilio-messaging.md leaves a doubt, a client can meet both answers. */
export interface TwilioKnobs extends ApiKnobs, SendingKnobs, WebhookKnobs, OptOutKnobs {}

/** twilio.md has each default's basis. */
export const defaultTwilioKnobs: Readonly<TwilioKnobs> = {
  ...defaultApiKnobs,
  ...defaultSendingKnobs,
  ...defaultWebhookKnobs,
  ...defaultOptOutKnobs,
};

const schema = z.strictObject({
  ...apiKnobShapes,
  ...sendingKnobShapes,
  ...webhookKnobShapes,
  ...optOutKnobShapes,
});

/** Shape of any number of knobs; an unknown name or an impossible value is refused. */
export const someTwilioKnobs: z.ZodType<Partial<TwilioKnobs>> = schema
  .partial()
  .transform(
    (knobs) =>
      Object.fromEntries(Object.entries(knobs).filter(([, value]) => value !== undefined)) as Partial<TwilioKnobs>,
  );
