import {
  defaultSystemTexts,
  SYSTEM_TEXT_PLACEHOLDERS,
  type SystemTextKey,
  type SystemTexts,
  systemTextProblem,
} from '@trunkline/core';
import { z } from 'zod';

type WrittenTexts = { readonly [Key in SystemTextKey]?: string | null | undefined };

const KEYS = Object.keys(defaultSystemTexts) as readonly SystemTextKey[];

/** What the bridge itself says: a text, or null for none. Texts that are not given keep what is said otherwise. */
export const systemTexts: z.ZodType<WrittenTexts, WrittenTexts> = z
  .strictObject(Object.fromEntries(KEYS.map((key) => [key, systemText(key).optional()])))
  .meta({ id: 'texts', description: 'What the bridge itself says, text by text; null says nothing.' });

function systemText(key: SystemTextKey): z.ZodType<string | null> {
  const accepted = z
    .string({ error: 'must be a text, or null to say nothing' })
    .superRefine((words, context) => {
      const problem = systemTextProblem(key, words);
      if (problem !== null) context.addIssue({ code: 'custom', message: problem });
    })
    .meta({ pattern: acceptedPattern(key) });
  return accepted.nullable().describe(described(key, defaultSystemTexts));
}

/** For editors, what `systemTextProblem` decides for the loader: not blank, and no placeholder that does not exist. */
function acceptedPattern(key: SystemTextKey): string {
  const known = SYSTEM_TEXT_PLACEHOLDERS[key].map((name) => `${name}\\}`).join('|');
  const unknown = known === '' ? '\\{[^{}]*\\}' : `\\{(?!${known})[^{}]*\\}`;
  return `^(?![\\s\\S]*${unknown})[\\s\\S]*\\S`;
}

function described(key: SystemTextKey, defaults: SystemTexts): string {
  const names = SYSTEM_TEXT_PLACEHOLDERS[key].map((name) => `{${name}}`).join(' and ');
  return `${names === '' ? '' : `May hold ${names}. `}Default: ${defaults[key] ?? 'nothing'}`;
}
