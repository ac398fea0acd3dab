import { z } from 'zod';
import type { AccessKnobs } from './knobs/access-knobs.ts';
import { accessKnobShapes, defaultAccessKnobs } from './knobs/access-knobs.ts';
import type { AnswerKnobs } from './knobs/answer-knobs.ts';
import { answerKnobShapes, defaultAnswerKnobs } from './knobs/answer-knobs.ts';
import type { LifeKnobs } from './knobs/life-knobs.ts';
import { defaultLifeKnobs, lifeKnobShapes } from './knobs/life-knobs.ts';
import type { RequestKnobs } from './knobs/request-knobs.ts';
import { defaultRequestKnobs, requestKnobShapes } from './knobs/request-knobs.ts';
import type { StreamKnobs } from './knobs/stream-knobs.ts';
import { defaultStreamKnobs, streamKnobShapes } from './knobs/stream-knobs.ts';

/**
 * Who is at the agents' desk: a machine that answers at once, nobody, a person through the control API, or, which no
 * knob says, the scenario of the script that fits the conversation.
 */
export type AgentMode = 'echo' | 'none' | 'desk' | 'script';

/**
 * Everything that can be turned. The defaults are those of docs/guest-chat.md §7, as every § is of that page; where
 * public sources leave a doubt, the knob lets a client meet both answers. The README has each default's basis.
 */
export interface Knobs extends LifeKnobs, AccessKnobs, RequestKnobs, AnswerKnobs, StreamKnobs {
  /** Agent mode of conversations created from now on that no scenario fits. */
  agent: Exclude<AgentMode, 'script'>;
}

/** The numbers of docs/guest-chat.md §7. */
export const defaultKnobs: Readonly<Knobs> = {
  agent: 'echo',
  ...defaultLifeKnobs,
  ...defaultAccessKnobs,
  ...defaultRequestKnobs,
  ...defaultAnswerKnobs,
  ...defaultStreamKnobs,
};

const schema = z.strictObject({
  agent: z.enum(['echo', 'none', 'desk']),
  ...lifeKnobShapes,
  ...accessKnobShapes,
  ...requestKnobShapes,
  ...answerKnobShapes,
  ...streamKnobShapes,
});

/** Shape of any number of knobs; an unknown name or an impossible value is refused. */
export const someKnobs: z.ZodType<Partial<Knobs>> = schema.partial().transform(withoutUndefined);

function withoutUndefined(knobs: { [K in keyof Knobs]?: Knobs[K] | undefined }): Partial<Knobs> {
  return Object.fromEntries(Object.entries(knobs).filter(([, value]) => value !== undefined)) as Partial<Knobs>;
}
