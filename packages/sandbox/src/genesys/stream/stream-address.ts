import type { Knobs } from '../knobs.ts';

/** Where a chat's event stream is: the address holds the token (docs/guest-chat.md §3.1). */
export function streamAddress(knobs: Readonly<Knobs>, host: string, jwt: string): string {
  const base = knobs.streamBase === '' ? `ws://${host}` : knobs.streamBase.replace(/\/$/, '');
  return `${base}${knobs.streamPath}/${jwt}`;
}

/** A path with its token taken out. */
export function withoutToken(path: string): string {
  return path.replace(/\/(chat\/jwt|v1\/token)\/.*/, '/$1/<jwt>');
}
