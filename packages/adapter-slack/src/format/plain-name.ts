import { escapeText } from './escape.ts';

/** A name amid mrkdwn: nothing in it is a mark, a bracket or a new line. */
export function plainName(name: string): string {
  return escapeText(
    name
      .replace(/[*_~`]/g, '')
      .replace(/\s+/g, ' ')
      .trim(),
  );
}
