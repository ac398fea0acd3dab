import { z } from 'zod';

/** What REST calls may say. */
export interface RequestKnobs {
  /** Longest message body (§2.1). */
  maxBodyChars: number;
  /** What that is counted in (§2.1: "characters"). */
  bodyUnit: 'utf16' | 'codePoints' | 'bytes';
  /** What a longer one meets (§8: not known). */
  oversizedBodyCode: 'chat.error.bad.request' | 'constraint.validation' | 'request.entity.too.large';
  /** An empty message body: a 400, or taken. */
  emptyBody: 'reject' | 'accept';
  /** What an unheard-of bodyType like `standard | notice` meets: a 400, or taken for `standard` (§2.1: in doubt). */
  unknownBodyType: 'reject' | 'coerce';
  /** Whether a guest may send a `notice` (§2.1). */
  guestNotices: boolean;
  /** The server trims what a guest wrote and makes one blank of line breaks (§6, pitfall 18: not known). */
  normalizeText: boolean;
  /** The server writes &, < and > of what a guest wrote as HTML does (§6, pitfall 18: not known). */
  escapeMarkup: boolean;
  /** A deployment id must look like a GUID (§2.2: there is a pattern). */
  guidDeploymentIds: boolean;
  /** What an unknown deployment meets (§2.2: not known). */
  unknownDeploymentCode:
    | 'not.found'
    | 'chat.error.bad.request'
    | 'chat.error.pattern.createconversationrequest.deploymentid';
  /** Most custom fields of a create; 0 is unlimited (§8: not known). */
  maxCustomFields: number;
  /** Longest custom field, name or value; 0 is unlimited (§8: not known). */
  maxCustomFieldChars: number;
  /** What an empty query value is: an absent one, as the vendor's client has it, or a 400 (§5). */
  emptyQueryValues: 'absent' | 'reject';
  /** A maxResults over 100 or pageSize over 500: a 400, or cut down to it. */
  overlongPage: 'reject' | 'clamp';
  /** An `after` or `before` that names no message: a 400, or as if it were not there. */
  unknownBound: 'reject' | 'ignore';
  /** The message that `after` or `before` names is in the list, too. */
  afterInclusive: boolean;
  /** Whether a guest may remove another member (§2.3: not known). */
  deleteOthers: boolean;
}

export const defaultRequestKnobs: Readonly<RequestKnobs> = {
  maxBodyChars: 4_000,
  bodyUnit: 'utf16',
  oversizedBodyCode: 'chat.error.bad.request',
  emptyBody: 'reject',
  unknownBodyType: 'reject',
  guestNotices: true,
  normalizeText: false,
  escapeMarkup: false,
  guidDeploymentIds: false,
  unknownDeploymentCode: 'not.found',
  maxCustomFields: 0,
  maxCustomFieldChars: 0,
  emptyQueryValues: 'absent',
  overlongPage: 'reject',
  unknownBound: 'reject',
  afterInclusive: false,
  deleteOthers: false,
};

export const requestKnobShapes: { readonly [K in keyof RequestKnobs]: z.ZodType<RequestKnobs[K]> } = {
  maxBodyChars: z.int().min(1),
  bodyUnit: z.enum(['utf16', 'codePoints', 'bytes']),
  oversizedBodyCode: z.enum(['chat.error.bad.request', 'constraint.validation', 'request.entity.too.large']),
  emptyBody: z.enum(['reject', 'accept']),
  unknownBodyType: z.enum(['reject', 'coerce']),
  guestNotices: z.boolean(),
  normalizeText: z.boolean(),
  escapeMarkup: z.boolean(),
  guidDeploymentIds: z.boolean(),
  unknownDeploymentCode: z.enum([
    'not.found',
    'chat.error.bad.request',
    'chat.error.pattern.createconversationrequest.deploymentid',
  ]),
  maxCustomFields: z.int().min(0),
  maxCustomFieldChars: z.int().min(0),
  emptyQueryValues: z.enum(['absent', 'reject']),
  overlongPage: z.enum(['reject', 'clamp']),
  unknownBound: z.enum(['reject', 'ignore']),
  afterInclusive: z.boolean(),
  deleteOthers: z.boolean(),
};
