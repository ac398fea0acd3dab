import { isSupportedCountry } from 'libphonenumber-js';
import { type ZodType, z } from 'zod';
import { normalNumber } from '../numbers/phone-number.ts';
import { KNOWN_LANGUAGES } from './guess-language.ts';
import type { RouteOptions, RoutingOptions } from './route-options.ts';

const text = z.string().regex(/^[^\p{Cc}]*[^\p{Cc}\s][^\p{Cc}]*$/u, 'must hold a visible character and no line breaks');

export const routingOptions: ZodType<RoutingOptions> = z.strictObject({
  queue: text.optional(),
  skills: z.array(text).optional(),
  language: text.optional(),
  priority: z.int().optional(),
});

const oneOrMore = (one: ZodType<string>) => z.union([one, z.array(one).min(1)]).optional();

const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time is written as 08:30, in quotes');
const hours = z.strictObject({
  from: time,
  to: time,
  days: z
    .array(z.enum(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']))
    .min(1)
    .optional(),
  timeZone: z.string().refine(isTimeZone, 'a time zone is written as America/New_York'),
});

export const routeOptions: ZodType<RouteOptions> = z.strictObject({
  when: z
    .strictObject({
      keyword: oneOrMore(z.string().regex(/^\S{1,40}$/u, 'a keyword is a single word')),
      language: oneOrMore(
        z.string().refine((code) => KNOWN_LANGUAGES.includes(code), `known languages: ${KNOWN_LANGUAGES.join(', ')}`),
      ),
      to: oneOrMore(z.string().refine((number) => normalNumber(number) !== null, 'not a number with + and country')),
      country: oneOrMore(z.string().refine((code) => isSupportedCountry(code), 'a country is two letters, e.g. MX')),
      hours: hours.optional(),
    })
    .refine((when) => Object.keys(when).length > 0, 'a route without a condition would swallow all that follow'),
  routing: routingOptions,
});

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
