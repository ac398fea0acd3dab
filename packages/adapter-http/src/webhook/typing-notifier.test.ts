import { address, conversationId } from '@trunkline/core';
import { FakeAdapterContext, settle } from '@trunkline/core/testing';
import { expect, it } from 'vitest';
import { ann, said } from '../../test/samples.ts';
import { CurrentConversations } from './current-conversations.ts';
import type { WebhookCall } from './sender.ts';
import { TypingNotifier } from './typing-notifier.ts';

function setUp() {
  const context = new FakeAdapterContext({ channel: 'web' });
  const conversations = new CurrentConversations();
  const calls: { readonly call: WebhookCall; readonly signal: AbortSignal }[] = [];
  const releases: (() => void)[] = [];
  const sender = {
    send: (call: WebhookCall, signal: AbortSignal) =>
      new Promise<{ outcome: 'accepted'; key: null }>((resolve) => {
        calls.push({ call, signal });
        const release = () => resolve({ outcome: 'accepted', key: null });
        releases.push(release);
        signal.addEventListener('abort', release);
      }),
    close: async () => {},
  };
  return { context, conversations, calls, releases, notifier: new TypingNotifier({ context, sender, conversations }) };
}

it('tells of typing in the conversation the customer was last seen in, each time under a fresh id', async () => {
  const { context, notifier, calls, releases } = setUp();
  context.append(ann, said('one'), { conversationId: conversationId('c_old') });
  for (let number = 0; number < 200; number += 1)
    context.append(ann, said(`${number}`), { conversationId: conversationId('c_new') });
  for (const _time of [1, 2]) {
    notifier.notify(ann, 'Ada');
    await settle();
    releases.at(-1)?.();
    await settle();
  }
  expect(calls.map(({ call }) => call.event)).toEqual(
    Array.from({ length: 2 }, () => ({
      type: 'agent.typing',
      timestamp: '2026-01-01T00:00:00.000Z',
      data: { conversationId: 'c_new', customer: { id: 'ann' }, agent: { name: 'Ada' } },
    })),
  );
  expect(new Set(calls.map(({ call }) => call.id)).size).toBe(2);
  expect(context.clock.armed).toBe(0);
});

it('says nothing of a customer who was never seen', async () => {
  const { notifier, calls } = setUp();
  notifier.notify(ann, 'Ada');
  await notifier.stop();
  expect(calls).toEqual([]);
});

it('drops what comes while one is under way, and what is too much at once', async () => {
  const { conversations, notifier, calls } = setUp();
  for (let number = 0; number < 50; number += 1) {
    const customer = address(`customer-${number}`);
    conversations.remember(customer, conversationId('c_1'));
    notifier.notify(customer, null);
    notifier.notify(customer, null);
  }
  await settle();
  expect(calls).toHaveLength(32);
  await notifier.stop();
});

it('gives up after three seconds, and at once when stopped', async () => {
  const { context, conversations, notifier, calls } = setUp();
  conversations.remember(ann, conversationId('c_1'));
  notifier.notify(ann, null);
  await context.clock.advance(3_000);
  expect(calls[0]?.signal.aborted).toBe(true);
  notifier.notify(ann, null);
  await settle();
  await notifier.stop();
  expect(calls[1]?.signal.aborted).toBe(true);
  expect(context.clock.armed).toBe(0);
});
