import { z } from 'zod';
import type { Step } from './script.ts';

/** Longer ones fire at once. */
const maxTimerMs = 2_147_483_647;

const nothing = z.null('it takes no arguments');
const named = z.preprocess(
  (argument) => (typeof argument === 'string' ? { displayName: argument } : (argument ?? {})),
  z.strictObject({ displayName: z.string().min(1).optional() }, object('displayName')),
);
const words = z.preprocess(
  (argument) => (typeof argument === 'string' ? { text: argument } : argument),
  z.strictObject(
    {
      text: z.string('must be text; in YAML, quote what begins with a brace').min(1),
      bodyType: z.enum(['standard', 'notice'], 'must be standard or notice').optional(),
    },
    object('text, bodyType'),
  ),
);
const media = z.preprocess(
  (argument) => argument ?? {},
  z.strictObject(
    {
      types: z
        .array(z.enum(['COBROWSE', 'SCREENSHARE'], 'must be COBROWSE or SCREENSHARE'))
        .min(1)
        .optional(),
    },
    object('types'),
  ),
);
const regExp = z.string().transform((source, context) => {
  try {
    return new RegExp(source, 'iu');
  } catch (error) {
    context.addIssue({ code: 'custom', message: error instanceof Error ? error.message : String(error) });
    return z.NEVER;
  }
});

/** What each step may look like, by its name: the key that it begins with. */
export const stepShapes: Readonly<Record<Step['kind'], z.ZodType<Step>>> = {
  alert: z.strictObject({ alert: named }, object('alert')).transform((step) => ({ kind: 'alert', ...step.alert })),
  accept: z.strictObject({ accept: named }, object('accept')).transform((step) => ({ kind: 'accept', ...step.accept })),
  decline: z
    .strictObject({ decline: named }, object('decline'))
    .transform((step) => ({ kind: 'decline', ...step.decline })),
  type: z.strictObject({ type: nothing }, object('type')).transform(() => ({ kind: 'type' })),
  say: z.strictObject({ say: words }, object('say')).transform(({ say }) => ({ kind: 'say', ...say })),
  hold: z.strictObject({ hold: nothing }, object('hold')).transform(() => ({ kind: 'hold' })),
  transfer: z
    .strictObject({ transfer: named }, object('transfer'))
    .transform((step) => ({ kind: 'transfer', ...step.transfer })),
  mediaRequest: z
    .strictObject({ mediaRequest: media }, object('mediaRequest'))
    .transform(({ mediaRequest }) => ({ kind: 'mediaRequest', ...mediaRequest })),
  leave: z.strictObject({ leave: nothing }, object('leave')).transform(() => ({ kind: 'leave' })),
  end: z.strictObject({ end: nothing }, object('end')).transform(() => ({ kind: 'end' })),
  wait: z
    .strictObject({ wait: z.int('must be a whole number of milliseconds').min(0).max(maxTimerMs) }, object('wait'))
    .transform(({ wait }) => ({ kind: 'wait', ms: wait })),
  waitFor: z
    .strictObject(
      {
        waitFor: z.literal('guestMessage', 'must be guestMessage'),
        text: z.string().optional(),
        matches: regExp.optional(),
        count: z.int().min(1).default(1),
      },
      object('waitFor, text, matches, count'),
    )
    .transform(({ waitFor: _what, ...wait }) => ({ kind: 'waitFor', ...wait })),
};

/** Says which keys there are when there is another one, or no object at all. */
export function object(allowed: string): { readonly error: z.core.$ZodErrorMap } {
  return {
    error: (issue) =>
      issue.code === 'unrecognized_keys'
        ? `has no ${(issue.keys as readonly string[]).map((key) => `"${key}"`).join(', ')}; allowed: ${allowed}`
        : `must be an object; allowed in it: ${allowed}`,
  };
}
