import { PLACEHOLDER, type SystemTextKey, type SystemTexts } from '../domain/system-texts.ts';

/** A text with its placeholders filled in; null if nothing is to be said. */
export function systemText(
  texts: SystemTexts,
  key: SystemTextKey,
  values: Readonly<Record<string, string>> = {},
): string | null {
  return texts[key]?.replaceAll(PLACEHOLDER, (whole, name: string) => values[name] ?? whole) ?? null;
}

/** An agent as a text names one. */
export function agentWords(name: string | null): string {
  return name ?? 'An agent';
}
