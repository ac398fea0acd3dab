import { conversationId, messageId, type TimelineBody } from '@trunkline/core';
import { FakeAdapterContext } from '@trunkline/core/testing';
import { expect, it } from 'vitest';
import { API_KEY, ann, bodyOf, get, said } from '../../test/samples.ts';
import { HttpAdapter } from '../http-adapter.ts';

/** As `said`, but the text stands in it only once. */
function saidAtLength(text: string): TimelineBody {
  const body = said('');
  return body.type === 'message.created' ? { ...body, message: { ...body.message, id: messageId('m_1'), text } } : body;
}

async function started() {
  const context = new FakeAdapterContext({ channel: 'web', publicUrl: 'https://bridge.example.com/channels/web' });
  const adapter = new HttpAdapter({ apiKeys: [API_KEY] });
  await adapter.start(context);
  const read = async (query: string) => {
    const reply = await adapter.handle(get(`/customers/ann/messages${query}`));
    const body = await bodyOf(reply);
    const { events, next } = JSON.parse(body);
    return {
      status: reply.status,
      texts: events.map((event: { data: { message: { text: string } } }) => event.data.message.text),
      next,
      bytes: Buffer.byteLength(body),
    };
  };
  /** All texts, page by page, as the documentation says. */
  const readAll = async (query: string) => {
    const texts: string[] = [];
    for (let after = 0, isEnd = false; !isEnd; ) {
      const page = await read(`?after=${after}${query}`);
      texts.push(...page.texts);
      isEnd = page.next === after;
      after = page.next;
    }
    return texts;
  };
  return { context, adapter, read, readAll };
}

it('pages through everything, the same events as the stream’s', async () => {
  const { context, read } = await started();
  for (let number = 1; number <= 150; number += 1) context.append(ann, said(`${number}`));
  const first = await read('');
  expect([first.status, first.texts.length, first.texts[0], first.next]).toEqual([200, 100, '1', 100]);
  const second = await read('?after=100');
  expect([second.texts.length, second.texts.at(-1), second.next]).toEqual([50, '150', 150]);
  expect(await read('?after=150')).toMatchObject({ status: 200, texts: [], next: 150 });
});

it('gives the transcript of one conversation, wherever it stands', async () => {
  const { context, read } = await started();
  for (let number = 1; number <= 250; number += 1)
    context.append(ann, said(`${number}`), { conversationId: conversationId(number > 240 ? 'c_new' : 'c_old') });
  const transcript = await read('?conversation=c_new');
  expect(transcript.texts).toEqual(['241', '242', '243', '244', '245', '246', '247', '248', '249', '250']);
  expect(transcript.next).toBe(250);
});

it('looks through so much at a time for a conversation, and goes on where it was', async () => {
  const { context, read, readAll } = await started();
  for (let number = 1; number <= 12_000; number += 1)
    context.append(ann, said(`${number}`), { conversationId: conversationId(number === 11_999 ? 'c_new' : 'c_old') });
  const timeline = context.timeline.bind(context);
  let entries = 0;
  context.timeline = async (address, range) => {
    const page = await timeline(address, range);
    entries += page?.entries.length ?? 0;
    return page;
  };
  const first = await read('?conversation=c_other');
  expect(first.texts).toEqual([]);
  expect(first.next).toBe(entries);
  expect(entries).toBeLessThan(6_000);
  expect(await readAll('&conversation=c_new')).toEqual(['11999']);
  expect(await readAll('&conversation=c_other')).toEqual([]);
});

it('gives every event of a conversation once, page by page, where others lie between them', async () => {
  const { context, readAll } = await started();
  for (let number = 1; number <= 3_000; number += 1)
    context.append(ann, said(`${number}`), { conversationId: conversationId(number % 7 === 0 ? 'c_new' : 'c_old') });
  expect(await readAll('&conversation=c_new')).toEqual(
    Array.from({ length: 428 }, (_, index) => String((index + 1) * 7)),
  );
});

it.each([
  ['everything', ''],
  ['one conversation', '&conversation=c_big'],
])('ends a page of %s at about a megabyte, and reads no more than it needs', async (_what, query) => {
  const { context, read, readAll } = await started();
  const texts = Array.from(
    { length: 100 },
    (_, index) => `${index}${'\u0001'.repeat(index % 3 === 0 ? 100_000 : 20_000)}`,
  );
  for (const text of texts) context.append(ann, saidAtLength(text), { conversationId: conversationId('c_big') });
  const limits: number[] = [];
  const timeline = context.timeline.bind(context);
  context.timeline = (address, range) => {
    limits.push(range.limit);
    return timeline(address, range);
  };
  const page = await read(`?after=0${query}`);
  expect(page.texts.length).toBeGreaterThan(1);
  expect(page.bytes).toBeLessThan(1_050_000);
  expect(limits.reduce((sum, limit) => sum + limit, 0)).toBeLessThan(100);
  expect(await readAll(query)).toEqual(texts);
});

it('shows an event that is larger than a page', async () => {
  const { context, readAll } = await started();
  const texts = ['1', '\u0001'.repeat(300_000), '3'];
  for (const text of texts) context.append(ann, saidAtLength(text));
  expect(await readAll('')).toEqual(texts);
});

it('sends a reader back to the beginning whose number this customer has never had', async () => {
  const { context, read } = await started();
  context.append(ann, said('1'));
  expect(await read('?after=1')).toMatchObject({ status: 200, texts: [], next: 1 });
  expect(await read('?after=2')).toMatchObject({ status: 200, texts: [], next: 0 });
});

it('is where the end of a conversation links to', async () => {
  const { context, adapter } = await started();
  context.append(ann, said('bye'));
  context.append(ann, { type: 'conversation.ended', reason: 'the agent left' });
  const page = await adapter.handle(get('/customers/ann/messages?after=1'));
  const { url } = JSON.parse(await bodyOf(page)).events[0].data.transcript;
  const path = url.slice('https://bridge.example.com/channels/web'.length);
  const transcript = await adapter.handle(get(path));
  expect(JSON.parse(await bodyOf(transcript)).events).toHaveLength(2);
});
