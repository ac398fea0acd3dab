import { z } from 'zod';
import { milliseconds } from '../../milliseconds.ts';

/** Tokens, and how often one may call. */
export interface AccessKnobs {
  /** Life of a JWT (§3.1: always under 24 h, never a constant). */
  jwtTtlS: number;
  /** Whether the token says when it expires; it does in any case. */
  jwtExp: boolean;
  /** How tokens are signed: RS256 like the vendor's, which makes them longer, or HS256 (§3.1). */
  jwtAlgorithm: 'HS256' | 'RS256';
  /** What a malformed or foreign token meets (§2.2: in doubt). */
  foreignTokenCode: 'bad.credentials' | 'authentication.required';
  /** What the token of another chat meets (§2.2: not known). */
  otherChatTokenCode: 'not.authorized' | 'bad.credentials' | 'chat.error.not.found';
  /** `Bearer` and `QUEUE` are believed in these letters only (§2, §2.1: working clients write them small). */
  strictCase: boolean;
  /** Requests per minute; 0 is unlimited (§4). */
  rateLimitPerMinute: number;
  /** Whose requests are counted together (§4: in doubt). */
  rateLimitScope: 'token' | 'organization';
  /** Which of the two codes a 429 has (§4). */
  rateLimitCode: 'too.many.requests' | 'too.many.requests.retry.after';
  /** Whether answers carry inin-ratelimit-count, -allowed and -reset (§4). */
  rateHeaders: boolean;
  /** Whether a 429 says when to come again (§4). */
  retryAfterHeader: boolean;
  /** Whether the body of a 429 names the limit (§4). */
  rateLimitInBody: boolean;
  /** Whose limit that is said to be: the platform's or web chat's (§4: the keys of the latter are not known). */
  rateLimitNamespace: 'platform.api' | 'webchat';
  /** Conversations that may be created per minute and organisation; 0 is unlimited (§8: not known). */
  createsPerMinute: number;
  /** Typing sooner than this after the last is a 429; 0 takes all (§2.3: no throttle is known). */
  typingThrottleMs: number;
  /** Event streams that may be open at once per organisation; 0 is unlimited (§8: not known). */
  maxSockets: number;
}

export const defaultAccessKnobs: Readonly<AccessKnobs> = {
  jwtTtlS: 75_000,
  jwtExp: true,
  jwtAlgorithm: 'HS256',
  foreignTokenCode: 'bad.credentials',
  otherChatTokenCode: 'not.authorized',
  strictCase: false,
  rateLimitPerMinute: 300,
  rateLimitScope: 'token',
  rateLimitCode: 'too.many.requests',
  rateHeaders: true,
  retryAfterHeader: true,
  rateLimitInBody: true,
  rateLimitNamespace: 'platform.api',
  createsPerMinute: 0,
  typingThrottleMs: 0,
  maxSockets: 0,
};

export const accessKnobShapes: { readonly [K in keyof AccessKnobs]: z.ZodType<AccessKnobs[K]> } = {
  jwtTtlS: z.int().min(1),
  jwtExp: z.boolean(),
  jwtAlgorithm: z.enum(['HS256', 'RS256']),
  foreignTokenCode: z.enum(['bad.credentials', 'authentication.required']),
  otherChatTokenCode: z.enum(['not.authorized', 'bad.credentials', 'chat.error.not.found']),
  strictCase: z.boolean(),
  rateLimitPerMinute: z.int().min(0),
  rateLimitScope: z.enum(['token', 'organization']),
  rateLimitCode: z.enum(['too.many.requests', 'too.many.requests.retry.after']),
  rateHeaders: z.boolean(),
  retryAfterHeader: z.boolean(),
  rateLimitInBody: z.boolean(),
  rateLimitNamespace: z.enum(['platform.api', 'webchat']),
  createsPerMinute: z.int().min(0),
  typingThrottleMs: milliseconds,
  maxSockets: z.int().min(0),
};
