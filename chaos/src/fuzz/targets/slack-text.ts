import { built } from '../built.ts';
import type { Draw } from '../draw.ts';
import { mutateJson, mutateText } from '../mutate.ts';
import { ATTACHMENTS, BLOCKS, TEXTS } from '../samples/slack.ts';
import { strangeJson } from '../strange-json.ts';
import { demand, type Target } from '../target.ts';

interface Message {
  readonly text: string;
  readonly blocks: unknown;
  readonly attachments: unknown;
}

interface Module {
  toText(message: Message, names: object): unknown;
}

interface Mentions {
  mentionedUsers(message: Message): readonly string[];
}

const NAMES = {
  user: (id: string) => (id === 'U0ALEX0001' ? 'Alex' : undefined),
  channel: () => undefined,
  group: () => 'team',
};
/** What JavaScript makes of things that are no text. */
const NO_WORDS = /\[native code\]|\[object \w+\]|\bfunction \w+\(\)/;

function make(draw: Draw): Message {
  const strange = (): unknown => strangeJson(draw);
  const text = draw.percent(45) ? '' : draw.percent(60) ? mutateText(draw, draw.of(TEXTS)) : draw.text();
  return {
    text,
    blocks: draw.percent(90) ? mutateJson(draw, BLOCKS, strange) : strange(),
    attachments: draw.percent(90) ? mutateJson(draw, ATTACHMENTS, strange) : strange(),
  };
}

/** What a message of Slack says in words. */
export const slackText: Target<Message> = {
  name: 'slack-to-text',
  weight: 90,
  async open() {
    const { toText } = await built<Module>('packages/adapter-slack/dist/format/to-text.js');
    const { mentionedUsers } = await built<Mentions>('packages/adapter-slack/dist/format/mentions.js');
    return {
      make,
      judge(message) {
        mentionedUsers(message);
        const text = toText(message, NAMES);
        demand(typeof text === 'string', 'what came out is no text');
        const said = String(text);
        demand(!NO_WORDS.test(said) || NO_WORDS.test(JSON.stringify(message)), 'words of JavaScript came out');
        // Without any mark it says what it said.
        if (/^[\w .,]+$/.test(message.text) && !/[_]/.test(message.text) && message.text.trim() !== '')
          demand(said === message.text, 'a plain text came out otherwise');
        return said === '' ? 'refused' : 'accepted';
      },
    };
  },
};
