import { get } from 'node-emoji';

/** Names that Slack has for what others call otherwise. */
const SLACK_NAMES: Readonly<Record<string, string>> = {
  slightly_smiling_face: '🙂',
  simple_smile: '🙂',
  thumbsup_all: '👍',
  'man-shrugging': '🤷‍♂️',
  'woman-shrugging': '🤷‍♀️',
  'man-facepalming': '🤦‍♂️',
  'woman-facepalming': '🤦‍♀️',
  white_frowning_face: '☹️',
  face_with_rolling_eyes: '🙄',
  rolling_on_the_floor_laughing: '🤣',
  hugging_face: '🤗',
  thinking_face: '🤔',
  the_horns: '🤘',
  hand: '✋',
};
const TONES = ['🏻', '🏼', '🏽', '🏾', '🏿'] as const;
const SHORTCODE = /:([a-z0-9_+'-]+):(?::skin-tone-([2-6]):)?/g;

/** The character of a shortcode without colons; undefined for a workspace's own and for unknown ones. */
export function emojiOf(name: string, tone?: number): string | undefined {
  const plain = get(name) ?? SLACK_NAMES[name];
  const skin = tone === undefined ? undefined : TONES[tone - 2];
  return plain === undefined || skin === undefined ? plain : withTone(plain, skin);
}

/** Shortcodes become characters; a workspace's own stay as they are. */
export function withEmoji(text: string): string {
  return text.replace(SHORTCODE, (whole, name: string, tone?: string) => {
    return emojiOf(name, tone === undefined ? undefined : Number(tone)) ?? whole;
  });
}

/** A tone stands behind the first character and takes the place of a presentation selector. */
function withTone(emoji: string, skin: string): string {
  const [first = '', ...rest] = emoji;
  return [first, skin, ...rest.filter((one, index) => index > 0 || one !== '\ufe0f')].join('');
}
