import { address, conversationId } from '@trunkline/core';
import { FakeAdapterContext, settle } from '@trunkline/core/testing';
import { expect, it } from 'vitest';
import { ann } from '../../test/samples.ts';
import type { WebhookCall } from './sender.ts';
import { TypingNotifier } from './typing-notifier.ts';

function setUp() {
  const context = new FakeAdapterContext({ channel: 'web' });
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
  return { context, calls, releases, notifier: new TypingNotifier({ context, sender }) };
}

const typing = { conversationId: conversationId('c_1'), agentName: 'Ada' };

it('tells of typing each time under a fresh id', async () => {
  const { notifier, calls, releases } = setUp();
  for (const _time of [1, 2]) {
    notifier.notify(ann, typing);
    await settle();
    releases.at(-1)?.();
    await settle();
  }
  expect(calls.map(({ call }) => call.event)).toEqual(
    Array.from({ length: 2 }, () => ({
      type: 'agent.typing',
      timestamp: '2026-01-01T00:00:00.000Z',
      data: { conversationId: 'c_1', customer: { id: 'ann' }, agent: { name: 'Ada' } },
    })),
  );
  expect(new Set(calls.map(({ call }) => call.id)).size).toBe(2);
});

it('drops what comes while one is under way, and what is too much at once', async () => {
  const { notifier, calls } = setUp();
  for (let number = 0; number < 50; number += 1) {
    const customer = address(`customer-${number}`);
    notifier.notify(customer, typing);
    notifier.notify(customer, typing);
  }
  await settle();
  expect(calls).toHaveLength(32);
  await notifier.stop();
});

it('gives up after three seconds, and at once when stopped', async () => {
  const { context, notifier, calls } = setUp();
  notifier.notify(ann, typing);
  await context.clock.advance(3_000);
  expect(calls[0]?.signal.aborted).toBe(true);
  notifier.notify(ann, typing);
  await settle();
  await notifier.stop();
  expect(calls[1]?.signal.aborted).toBe(true);
  expect(context.clock.armed).toBe(0);
});
