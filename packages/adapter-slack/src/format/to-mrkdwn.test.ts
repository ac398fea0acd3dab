import fc from 'fast-check';
import { expect, it } from 'vitest';
import { toMrkdwn } from './to-mrkdwn.ts';
import { toText } from './to-text.ts';

const names = { user: () => undefined };
/** Pieces that try to mean something to Slack. */
const sly = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '<!channel>',
        '<!here|x>',
        '@everyone',
        '<@U123>',
        '<!subteam^S1>',
        '<',
        '>',
        '|',
        '&lt;!here&gt;',
      ),
      fc.constantFrom(
        'http://',
        'https://a.b/<!here>',
        'https://a.b|<!channel>',
        '[x](https://a.b)',
        '[<!here>](https://a)',
      ),
      fc.constantFrom('`', '```', '**', '(', ')', '\n', ' ', 'mailto:', '[', '](', '!', '#', '@'),
      fc.string({ maxLength: 4 }),
    ),
    { maxLength: 14 },
  )
  .map((pieces) => pieces.join(''));

it('nothing that is typed pings anybody: brackets hold addresses of pages and mailboxes only', () => {
  fc.assert(
    fc.property(sly, (text) => {
      const shown = toMrkdwn(text);
      for (const [, inner] of shown.matchAll(/<([^>]*)>?/g)) expect(inner).toMatch(/^(https?:\/\/|mailto:)[^\s<]/);
      expect(shown.replace(/<(https?|mailto):[^<>]*>/g, '')).not.toMatch(/[<>]/);
      expect(shown).not.toMatch(/&(?!amp;|lt;|gt;)/);
    }),
    { numRuns: 2_000 },
  );
});

it.each([
  ['hello', 'hello'],
  ['a < b & c > d', 'a &lt; b &amp; c &gt; d'],
  ['<!channel> look', '&lt;!channel&gt; look'],
  ['ask <@U123> or @here', 'ask &lt;@U123&gt; or @here'],
  ['see https://a.example/x_y_z?a=1&b=2.', 'see <https://a.example/x_y_z?a=1&amp;b=2>.'],
  ['(https://a.example/w_(b))', '(<https://a.example/w_(b)>)'],
  ['https://a.example/|<!here>', '<https://a.example/>|&lt;!here&gt;'],
  ['mail mailto:a@b.example!', 'mail <mailto:a@b.example>!'],
  ['read [the <guide>](https://a.example/g)', 'read <https://a.example/g|the &lt;guide&gt;>'],
  ['[here](javascript:alert)', '[here](javascript:alert)'],
  ['**really** now, 2 ** 3 ** 4', '*really* now, 2 ** 3 ** 4'],
  ['run `a < b **x** https://a.example`', 'run `a &lt; b **x** https://a.example`'],
  ['```\nif (a && b) {}\nhttps://a.example\n```', '```\nif (a &amp;&amp; b) {}\nhttps://a.example\n```'],
  ['nice :tada: 🎉', 'nice :tada: 🎉'],
  ['http:// is not one', 'http:// is not one'],
])('%j goes out as %j', (typed, shown) => {
  expect(toMrkdwn(typed)).toBe(shown);
});

it('words without marks come back as they were typed', () => {
  const plain = fc.stringMatching(/^[a-z<>&@#! .,]{0,40}$/);
  fc.assert(
    fc.property(plain, (text) => {
      expect(toText({ text: toMrkdwn(text) }, names)).toBe(text.trim() === '' ? '' : text);
    }),
  );
});
