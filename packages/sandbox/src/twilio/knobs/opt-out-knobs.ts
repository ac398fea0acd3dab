import { z } from 'zod';

/** STOP, START and HELP. */
export interface OptOutKnobs {
  /** Whether Twilio minds these words at all. */
  optOut: 'twilio' | 'off';
  /** Whether REVOKE and OPTOUT are among the words (§1.10: uncertain). */
  newerStopWords: boolean;
  /** Whether Twilio answers them. */
  optOutReplies: boolean;
  /** Whether what it answers is among the account's messages. */
  optOutRepliesListed: boolean;
  /** Whether a START word is answered although nobody had opted out. */
  startAlwaysAnswered: boolean;
  /** Whose words count on toll-free numbers (§1.10, second-hand): STOP, START, UNSTOP, or those of all numbers. */
  tollFreeWords: 'carrier' | 'twilio';
}

export const defaultOptOutKnobs: Readonly<OptOutKnobs> = {
  optOut: 'twilio',
  newerStopWords: true,
  optOutReplies: true,
  optOutRepliesListed: true,
  startAlwaysAnswered: false,
  tollFreeWords: 'carrier',
};

export const optOutKnobShapes: { readonly [K in keyof OptOutKnobs]: z.ZodType<OptOutKnobs[K]> } = {
  optOut: z.enum(['twilio', 'off']),
  newerStopWords: z.boolean(),
  optOutReplies: z.boolean(),
  optOutRepliesListed: z.boolean(),
  startAlwaysAnswered: z.boolean(),
  tollFreeWords: z.enum(['carrier', 'twilio']),
};
