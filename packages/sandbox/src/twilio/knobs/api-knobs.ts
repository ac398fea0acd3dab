import { z } from 'zod';

/** What the REST API says. § is a section of docs/twilio-messaging.md. */
export interface ApiKnobs {
  /** What a `From` that the account does not own meets (§1.6: the old code was split in 2024). */
  unownedFromCode: number;
  /** What a body of more than 1600 characters meets (§1.6: there are both). */
  bodyTooLongCode: number;
  /** What another account's path meets (not known). */
  otherAccountCode: number;
  /** Requests in work at once, above which one is 429 20429 (§1.11: the limit is not published); 0 is unlimited. */
  maxConcurrentRequests: number;
  /** Whether media want Basic auth (§1.9: for everybody since 2026-09-28). */
  mediaAuth: boolean;
  /** Whether media are redirected to a storage host (§1.9, from memory), or answered at once. */
  mediaRedirect: boolean;
  /** Whether the storage host refuses whoever sends the API's credentials on to it, as signed addresses do. */
  storageRefusesAuth: boolean;
}

export const defaultApiKnobs: Readonly<ApiKnobs> = {
  unownedFromCode: 21606,
  bodyTooLongCode: 21617,
  otherAccountCode: 20003,
  maxConcurrentRequests: 0,
  mediaAuth: true,
  mediaRedirect: true,
  storageRefusesAuth: true,
};

export const apiKnobShapes: { readonly [K in keyof ApiKnobs]: z.ZodType<ApiKnobs[K]> } = {
  unownedFromCode: z.literal([21606, 21660, 21212]),
  bodyTooLongCode: z.literal([21617, 21658]),
  otherAccountCode: z.literal([20003, 20404]),
  maxConcurrentRequests: z.int().min(0),
  mediaAuth: z.boolean(),
  mediaRedirect: z.boolean(),
  storageRefusesAuth: z.boolean(),
};
