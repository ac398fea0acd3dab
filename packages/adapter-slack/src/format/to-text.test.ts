import { expect, it } from 'vitest';
import { mentionedUsers, type NameLookup } from './mentions.ts';
import { toText } from './to-text.ts';

const names: NameLookup = {
  user: (id) => ({ U1: 'Ada_L', U2: 'Bob' })[id],
  channel: (id) => ({ C1: 'help' })[id],
  group: (id) => ({ S1: 'it-team' })[id],
};

it.each([
  ['hello', 'hello'],
  ['<@U1> and <@U9> and <@U8|carl>', '@Ada_L and @U9 and @carl'],
  ['in <#C1|> or <#C2|ops> or <#C3>', 'in #help or #ops or #C3'],
  ['<!here> <!channel> <!everyone|everyone>', '@here @channel @everyone'],
  ['<!subteam^S1> <!subteam^S2|@web>', '@it-team @web'],
  ['at <!date^1700000000^{date}|14 Nov>', 'at 14 Nov'],
  ['<https://a.example/x?a=1&amp;b=2>', 'https://a.example/x?a=1&b=2'],
  ['<https://a.example|the guide>', 'the guide (https://a.example)'],
  ['<http://a.example|a.example>', 'http://a.example'],
  ['<mailto:a@b.example|a@b.example>', 'a@b.example'],
  ['a &lt; b &amp;amp; c', 'a < b &amp; c'],
  ['*bold* _it_ ~no~ *_both_*', 'bold it no both'],
  ['snake_case_name and 2*3*4', 'snake_case_name and 2*3*4'],
  ['use `a *b* :tada: &lt;` now', 'use `a *b* :tada: <` now'],
  ['```let a = &lt;T&gt;;\n*x*```', '```let a = <T>;\n*x*```'],
  [':tada: :+1::skin-tone-3: :our_own: 10:30:45', '🎉 👍🏼 :our_own: 10:30:45'],
  [':thinking_face: :thumbsup: :flag-de: :man-shrugging::skin-tone-6: :book:', '🤔 👍 🇩🇪 🤷🏿‍♂️ 📖'],
  ['said :constructor: twice', 'said :constructor: twice'],
  ['_see <https://a.example/x_y_z>_', 'see https://a.example/x_y_z'],
])('%j reads %j', (text, plain) => {
  expect(toText({ text }, names)).toBe(plain);
});

const blocks = [
  {
    type: 'rich_text',
    elements: [
      {
        type: 'rich_text_section',
        elements: [
          { type: 'text', text: 'hi ' },
          { type: 'user', user_id: 'U2' },
          { type: 'text', text: ' in ' },
          { type: 'channel', channel_id: 'C1' },
          { type: 'emoji', name: 'wave', skin_tone: 2 },
          { type: 'broadcast', range: 'channel' },
          { type: 'link', url: 'https://a.example', text: 'guide' },
          { type: 'text', text: 'x', style: { code: true } },
        ],
      },
      {
        type: 'rich_text_list',
        style: 'ordered',
        elements: [
          { type: 'rich_text_section', elements: [{ type: 'text', text: 'one' }] },
          { type: 'rich_text_section', elements: [{ type: 'text', text: 'two' }] },
        ],
      },
      { type: 'rich_text_quote', elements: [{ type: 'text', text: 'said' }] },
      { type: 'rich_text_preformatted', elements: [{ type: 'text', text: 'a < b' }] },
    ],
  },
];

it('reads what was written in the editor where the text is empty', () => {
  expect(toText({ text: '', blocks }, names)).toBe(
    'hi @Bob in #help👋🏻@channelguide (https://a.example)`x`\n1. one\n2. two\n> said\n```\na < b\n```',
  );
});

it('believes what Slack says of an emoji beside its name', () => {
  const written = [
    { type: 'emoji', name: 'brand_new', unicode: '1fae8' },
    { type: 'emoji', name: 'wave', skin_tone: 2, unicode: '1f44b-1f3fb' },
    { type: 'emoji', name: 'our_own' },
    { type: 'emoji', name: 'broken', unicode: 'ffffff' },
  ];
  const inBlocks = [{ type: 'rich_text', elements: [{ type: 'rich_text_section', elements: written }] }];
  const text = ':brand_new::wave::skin-tone-2::our_own::broken:';
  expect(toText({ text, blocks: inBlocks }, names)).toBe('🫨👋🏻:our_own::broken:');
  expect(toText({ text: '', blocks: inBlocks }, names)).toBe('🫨👋🏻:our_own::broken:');
});

it('blocks add nothing to a text', () => {
  expect(toText({ text: 'hi', blocks }, names)).toBe('hi');
});

it('reads attachments where there is nothing else, and survives nonsense', () => {
  expect(toText({ text: '', attachments: [{ text: 'forwarded *this*' }, { fallback: 'f' }, null, 7] }, names)).toBe(
    'forwarded this\nf',
  );
  expect(
    toText({ text: '', blocks: [null, 3, { type: 'rich_text' }, { type: 'rich_text', elements: 'x' }] }, names),
  ).toBe('');
  expect(toText({}, names)).toBe('');
});

it('finds everybody who is named, once', () => {
  expect(mentionedUsers({ text: '<@U1> <@U2|bob> <@U1> <!here>', blocks })).toEqual(['U1', 'U2']);
  expect(mentionedUsers({ text: undefined, blocks: [{ elements: [{ type: 'user', user_id: 'U7' }] }] })).toEqual([
    'U7',
  ]);
  expect(mentionedUsers({})).toEqual([]);
});

it('passes over elements that are none', () => {
  const odd = [
    {
      type: 'rich_text',
      elements: [
        null,
        7,
        {
          type: 'rich_text_section',
          elements: [null, { type: 'channel', channel_id: {} }, { type: 'text', text: 'hello' }],
        },
      ],
    },
  ];
  expect(toText({ blocks: odd }, names)).toBe('#hello');
});

it.each([-1, 2 ** 53, 0.5, 'x', null])('does not mind an indent of %s', (indent) => {
  const item = { type: 'rich_text_section', elements: [{ type: 'text', text: 'hello' }] };
  const list = { type: 'rich_text_list', style: 'bullet', indent, elements: [item] };
  expect(toText({ blocks: [{ type: 'rich_text', elements: [list] }] }, names)).toBe('• hello');
});
