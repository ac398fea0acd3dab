import { conversationId } from '@trunkline/core';
import { FakeAdapterContext } from '@trunkline/core/testing';
import { expect, it } from 'vitest';
import { API_KEY, ann, get, said } from '../../test/samples.ts';
import { HttpAdapter } from '../http-adapter.ts';

async function started() {
  const context = new FakeAdapterContext({ channel: 'web', publicUrl: 'https://bridge.example.com/channels/web' });
  const adapter = new HttpAdapter({ apiKeys: [API_KEY] });
  await adapter.start(context);
  const read = async (query: string) => {
    const { status, body } = await adapter.handle(get(`/customers/ann/messages${query}`));
    const { events, next } = JSON.parse(String(body));
    return {
      status,
      texts: events.map((event: { data: { message: { text: string } } }) => event.data.message.text),
      next,
    };
  };
  return { context, adapter, read };
}

it('pages through everything, the same events as the stream’s', async () => {
  const { context, read } = await started();
  for (let number = 1; number <= 150; number += 1) context.append(ann, said(`${number}`));
  const first = await read('');
  expect([first.status, first.texts.length, first.texts[0], first.next]).toEqual([200, 100, '1', 100]);
  const second = await read('?after=100');
  expect([second.texts.length, second.texts.at(-1), second.next]).toEqual([50, '150', 150]);
  expect(await read('?after=150')).toEqual({ status: 200, texts: [], next: 150 });
});

it('gives the transcript of one conversation, wherever it stands', async () => {
  const { context, read } = await started();
  for (let number = 1; number <= 250; number += 1)
    context.append(ann, said(`${number}`), { conversationId: conversationId(number > 240 ? 'c_new' : 'c_old') });
  const transcript = await read('?conversation=c_new');
  expect(transcript.texts).toEqual(['241', '242', '243', '244', '245', '246', '247', '248', '249', '250']);
  expect(transcript.next).toBe(250);
});

it('looks for the events of a conversation until it has some, however far off they are', async () => {
  const { context, read } = await started();
  for (let number = 1; number <= 6_000; number += 1)
    context.append(ann, said(`${number}`), { conversationId: conversationId(number === 5_999 ? 'c_new' : 'c_old') });
  expect(await read('?conversation=c_new')).toEqual({ status: 200, texts: ['5999'], next: 6_000 });
  expect(await read('?conversation=c_new&after=6000')).toEqual({ status: 200, texts: [], next: 6_000 });
  expect(await read('?conversation=c_other')).toEqual({ status: 200, texts: [], next: 6_000 });
});

it('gives every event of a conversation once, page by page, where others lie between them', async () => {
  const { context, read } = await started();
  for (let number = 1; number <= 3_000; number += 1)
    context.append(ann, said(`${number}`), { conversationId: conversationId(number % 7 === 0 ? 'c_new' : 'c_old') });
  const texts: string[] = [];
  for (let page = await read('?conversation=c_new'); page.texts.length > 0; ) {
    texts.push(...page.texts);
    page = await read(`?conversation=c_new&after=${page.next}`);
  }
  expect(texts).toEqual(Array.from({ length: 428 }, (_, index) => String((index + 1) * 7)));
});

it('sends a reader back to the beginning whose number this customer has never had', async () => {
  const { context, read } = await started();
  context.append(ann, said('1'));
  expect(await read('?after=1')).toEqual({ status: 200, texts: [], next: 1 });
  expect(await read('?after=2')).toEqual({ status: 200, texts: [], next: 0 });
});

it('is where the end of a conversation links to', async () => {
  const { context, adapter } = await started();
  context.append(ann, said('bye'));
  context.append(ann, { type: 'conversation.ended', reason: 'the agent left' });
  const { body } = await adapter.handle(get('/customers/ann/messages?after=1'));
  const { url } = JSON.parse(String(body)).events[0].data.transcript;
  const path = url.slice('https://bridge.example.com/channels/web'.length);
  const transcript = await adapter.handle(get(path));
  expect(JSON.parse(String(transcript.body)).events).toHaveLength(2);
});
