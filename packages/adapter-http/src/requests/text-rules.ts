import { type ZodString, z } from 'zod';

/** Longer texts are refused with 413. */
export const MAX_TEXT_CHARACTERS = 100_000;

/** Characters are code points, here as in the schemas: an emoji is one, although JavaScript counts two. */
export function isLongerThan(text: string, maxCharacters: number): boolean {
  return text.length > maxCharacters && [...text].length > maxCharacters;
}

/** A string that can be stored and shown: no NUL, no half of a surrogate pair. */
export const cleanString: ZodString = z
  .string()
  .refine((value) => !value.includes('\0'), 'must not contain the NUL character (\\u0000)')
  .refine((value) => !/\p{Surrogate}/u.test(value), 'must not contain half of a surrogate pair (\\ud800 to \\udfff)');

/** A `cleanString` of one line. */
export function lineOf(maxLength: number): ZodString {
  return cleanString
    .min(1, 'must not be empty')
    .max(maxLength, `must not be longer than ${maxLength} characters`)
    .refine((value) => !/\p{Control}/u.test(value), 'must not contain control characters');
}

/** Names a customer: whatever the developer’s own system calls them. It is the customer’s address on this channel. */
export const customerIdSchema: ZodString = lineOf(200)
  .refine((id) => !/^\.\.?$/.test(id), 'must not be `.` or `..`, which no URL can hold as a part of its path')
  .describe(
    'Whatever your own system calls the customer; without control characters. `.` and `..` are refused: URLs fold them away.',
  );
