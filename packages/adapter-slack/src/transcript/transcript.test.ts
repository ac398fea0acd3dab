import { address, type TimelineBody, type TimelineEntry } from '@trunkline/core';
import { FakeAdapterContext, ManualClock } from '@trunkline/core/testing';
import { expect, it } from 'vitest';
import { LONGEST_TEXT } from '../format/text-fit.ts';
import { transcriptTexts } from './transcript.ts';

const AT = Date.UTC(2026, 0, 2, 3, 4);
const time = '<!date^1767323040^{date_num} {time}|2026-01-02 03:04 UTC>';
const place = address('T1/C1');

type Author = Extract<TimelineBody, { type: 'message.created' }>['message']['author'];
const said = (
  text: string,
  author: Author,
  attachments: readonly { url: string; name?: string }[] = [],
): TimelineBody => ({
  type: 'message.created',
  message: { id: 'm_1' as never, text, author, sentAt: AT, late: false, attachments },
});

function timelineOf(bodies: readonly TimelineBody[]): readonly TimelineEntry[] {
  const context = new FakeAdapterContext({ clock: new ManualClock() });
  return bodies.map((body) => ({ ...context.append(place, body), at: AT, conversationId: 'c_1' as never }));
}

it('shows who said what and when, and how the conversation went', () => {
  const entries = timelineOf([
    said('my laptop <!channel>', { kind: 'customer', name: 'Al*ex' }, [
      { url: 'https://b.example/f?a=1&s=2', name: 'a[1].png' },
    ]),
    { type: 'agent.joined', agentName: 'Ada' },
    said('**hi**', { kind: 'agent', name: null }),
    said('```x```', { kind: 'bot', name: 'Bo' }),
    { type: 'agent.transferred', agentName: null },
    { type: 'agent.left', agentName: 'Ada' },
    {
      type: 'message.failed',
      messageId: 'm_1' as never,
      failure: { code: 'x', scope: 'message', retryable: false, human: 'too *old*' },
    },
    { type: 'conversation.ended', reason: 'over' },
  ]);
  expect(transcriptTexts(entries)).toEqual([
    [
      `${time} *Alex:* my laptop &lt;!channel&gt;`,
      ':paperclip: <https://b.example/f?a=1&amp;s=2|a_1_.png>',
      `${time} _Ada joined_`,
      `${time} *Agent:* *hi*`,
      `${time} *Bo:*\n\`\`\`x\`\`\``,
      `${time} _Transferred to another agent_`,
      `${time} _Ada left_`,
      `${time} _A message was not delivered: too old_`,
      `${time} _The conversation ended_`,
    ].join('\n'),
  ]);
});

it('says where one conversation ends and the next begins', () => {
  const [one, two] = timelineOf([
    said('a', { kind: 'customer', name: 'A' }),
    said('b', { kind: 'customer', name: 'A' }),
  ]);
  if (one === undefined || two === undefined) throw new Error('nothing was said');
  const [text = ''] = transcriptTexts([one, { ...two, conversationId: 'c_2' as never }]);
  expect(text.split('\n').map((line) => line.replace(time, '').trim())).toEqual([
    '*A:* a',
    '_A new conversation_',
    '*A:* b',
  ]);
});

it('a long one comes in posts that fit, with its end', () => {
  const bodies = Array.from({ length: 60 }, (_, n) => said(`${n} ${'& '.repeat(900)}`, { kind: 'agent', name: 'Ada' }));
  const posts = transcriptTexts(timelineOf(bodies));
  expect(posts).toHaveLength(20);
  expect(posts[0]).toBe('_What was said before is left out_');
  expect(posts.join('\n')).toMatch(/\*Ada:\* 59 /);
  for (const post of posts) expect(post.length).toBeLessThanOrEqual(LONGEST_TEXT);
});

it('nothing said is no post', () => {
  expect(transcriptTexts([])).toEqual([]);
});
