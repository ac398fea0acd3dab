import { z } from 'zod';

/** A string of at least one character. */
export const text: z.ZodString = z.string().min(1);

const URL_ERROR = { error: 'must be an http:// or https:// URL' };

/** An http or https address, as written. */
export const webAddress: z.ZodString = z
  .string()
  .regex(/^[hH][tT][tT][pP][sS]?:\/\/[^\s/?#]/, URL_ERROR)
  .refine((address) => URL.canParse(address), URL_ERROR)
  .meta({ format: 'uri' });

/** The same without a slash at its end, so that paths can be put behind it. */
export const baseAddress: z.ZodType<string, string> = webAddress.transform((address) => address.replace(/\/+$/, ''));
