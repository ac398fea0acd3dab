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
