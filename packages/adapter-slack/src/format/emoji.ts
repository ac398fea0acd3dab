import { get } from 'node-emoji';
import { slackEmoji } from './slack-emoji.ts';

/** What a message says itself of the characters behind its shortcodes, by `emojiKey`. */
export type KnownEmoji = ReadonlyMap<string, string>;

const NONE: KnownEmoji = new Map();
const TONES = ['🏻', '🏼', '🏽', '🏾', '🏿'] as const;
const SHORTCODE = /:([a-z0-9_+'-]+):(?::skin-tone-([2-6]):)?/g;
const FLAG = /^flag-([a-z])([a-z])$/;
const HEX = /^[0-9a-f]{2,6}(?:-[0-9a-f]{2,6})*$/i;

/** The character of a shortcode without colons; undefined for a workspace's own and for unknown ones. */
export function emojiOf(name: string, tone?: number): string | undefined {
  // A shortcode may be called like what every object has: `:constructor:`.
  const plain = (Object.hasOwn(slackEmoji, name) ? slackEmoji[name] : get(name)) ?? flagOf(name);
  const skin = tone === undefined ? undefined : TONES[tone - 2];
  return plain === undefined || skin === undefined ? plain : withTone(plain, skin);
}

/** Shortcodes become characters; a workspace's own stay as they are. */
export function withEmoji(text: string, known: KnownEmoji = NONE): string {
  return text.replace(SHORTCODE, (whole, name: string, tone?: string) => {
    const skin = tone === undefined ? undefined : Number(tone);
    return known.get(emojiKey(name, skin)) ?? emojiOf(name, skin) ?? whole;
  });
}

/** What Slack's editor has noted beside the shortcodes: it knows emoji that no list here does. */
export function emojiIn(blocks: unknown): KnownEmoji {
  return new Map(emojiWithin(blocks));
}

/** `1f44b-1f3fb`, as Slack writes characters; undefined: it is none. */
export function characterOf(unicode: unknown): string | undefined {
  if (typeof unicode !== 'string' || !HEX.test(unicode)) return undefined;
  const points = unicode.split('-').map((one) => Number.parseInt(one, 16));
  return points.every((point) => point <= 0x10ffff) ? String.fromCodePoint(...points) : undefined;
}

function emojiWithin(value: unknown): readonly (readonly [string, string])[] {
  if (typeof value !== 'object' || value === null) return [];
  const { type, name, skin_tone: tone, unicode } = value as Readonly<Record<string, unknown>>;
  const character = type === 'emoji' ? characterOf(unicode) : undefined;
  if (character === undefined || typeof name !== 'string') return Object.values(value).flatMap(emojiWithin);
  return [[emojiKey(name, typeof tone === 'number' ? tone : undefined), character]];
}

function emojiKey(name: string, tone: number | undefined): string {
  return `${name}:${tone ?? ''}`;
}

/** `flag-de`: two letters of the alphabet that flags are written in. */
function flagOf(name: string): string | undefined {
  const [, ...letters] = FLAG.exec(name) ?? [];
  return letters.length === 2
    ? letters.map((one) => String.fromCodePoint(0x1f185 + (one.codePointAt(0) ?? 0))).join('')
    : undefined;
}

/** A tone stands behind the first character and takes the place of a presentation selector. */
function withTone(emoji: string, skin: string): string {
  const [first = '', ...rest] = emoji;
  return [first, skin, ...rest.filter((one, index) => index > 0 || one !== '\ufe0f')].join('');
}
