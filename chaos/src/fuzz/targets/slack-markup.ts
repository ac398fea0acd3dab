import { built } from '../built.ts';
import type { Draw } from '../draw.ts';
import { mutateText } from '../mutate.ts';
import { demand, type Target } from '../target.ts';

interface Markup {
  toMrkdwn(text: string): string;
}

interface Fit {
  createTextFit(limit: number): { fit(text: string): readonly string[] };
}

interface Input {
  readonly text: string;
  readonly limit: number;
}

const WORDS =
  'See <https://example.com/a_b> & **this** `x < y` ```\ncode & more\n``` [label](https://example.com/x|y) @here <!channel> ';
/** Addresses of pages and mailboxes; nothing else may stand in brackets, since it would ping somebody. */
const LINK = /^<(?:https?:\/\/|mailto:)[^<>]*>/;
const ENTITY = /&(?!(?:amp|lt|gt);)/;

function make(draw: Draw): Input {
  const long = (draw.percent(50) ? draw.text() : WORDS).repeat(draw.between(1, 5));
  const text = draw.percent(60) ? mutateText(draw, long) : long + draw.text();
  return { text, limit: draw.of([60, 100, 700, 3_900]) };
}

function bare(text: string): string {
  return text.replaceAll('```', '').replaceAll(/\s/g, '');
}

/** What an agent typed, on its way into Slack. */
export const slackMarkup: Target<Input> = {
  name: 'slack-parts-and-markup',
  weight: 50,
  async open() {
    const { toMrkdwn } = await built<Markup>('packages/adapter-slack/dist/format/to-mrkdwn.js');
    const { createTextFit } = await built<Fit>('packages/adapter-slack/dist/format/text-fit.js');
    return {
      make,
      judge({ text, limit }) {
        const parts = createTextFit(limit).fit(text);
        demand(parts.length > 0, 'no part at all');
        for (const part of parts) {
          const shown = toMrkdwn(part);
          for (let at = shown.indexOf('<'); at >= 0; at = shown.indexOf('<', at + 1))
            demand(LINK.test(shown.slice(at)), 'something in brackets is no link');
          demand(!ENTITY.test(shown), 'an ampersand is not escaped');
          demand(
            shown.length <= limit || [...new Intl.Segmenter('en').segment(part)].length <= 12,
            'a part is too long',
          );
        }
        demand(bare(parts.join('')) === bare(text), 'words were lost, changed or put in another order');
        return 'accepted';
      },
    };
  },
};
