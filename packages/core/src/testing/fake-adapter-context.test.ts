import { expect, it } from 'vitest';
import { InboundConflictError, StoreUnavailableError } from '../domain/errors.ts';
import { address } from '../domain/ids.ts';
import type { TimelineEntry } from '../domain/timeline.ts';
import { FakeAdapterContext } from './fake-adapter-context.ts';

const ann = address('ann');

it('recognises the same id of the same customer, and another content under it', async () => {
  const context = new FakeAdapterContext();
  const first = await context.receive({ address: ann, id: '1', text: 'hello' });
  expect(first.duplicate).toBe(false);
  expect(await context.receive({ address: ann, id: '1', text: 'hello' })).toEqual({ ...first, duplicate: true });
  expect((await context.receive({ address: address('bob'), id: '1', text: 'hello' })).duplicate).toBe(false);
  await expect(context.receive({ address: ann, id: '1', text: 'bye' })).rejects.toThrow(InboundConflictError);
  expect(context.received).toHaveLength(3);
});

it('records nothing while it refuses', async () => {
  const context = new FakeAdapterContext();
  context.refuseWith(new StoreUnavailableError('full'));
  await expect(context.receive({ address: ann, text: 'hello' })).rejects.toThrow(StoreUnavailableError);
  context.refuseWith(null);
  expect(context.received).toEqual([]);
  expect(await context.timeline(ann, { after: 0, limit: 10 })).toBeNull();
});

it('numbers the timeline from 1, pages through it and tells subscribers', async () => {
  const context = new FakeAdapterContext();
  const seen: TimelineEntry[] = [];
  const unsubscribe = context.subscribe(ann, { entry: (entry) => seen.push(entry), typing: () => {} });
  await context.receive({ address: ann, text: 'hello' });
  context.append(ann, { type: 'agent.joined', agentName: 'Ada' });
  unsubscribe();
  context.append(ann, { type: 'agent.left', agentName: 'Ada' });
  expect(seen.map(({ number }) => number)).toEqual([1, 2]);
  const page = await context.timeline(ann, { after: 1, limit: 1 });
  expect(page?.entries.map(({ number }) => number)).toEqual([2]);
  expect(page?.next).toBe(2);
  expect(context.subscriptions).toBe(0);
});

it('ends the open conversation once; what comes next belongs to a new one', async () => {
  const context = new FakeAdapterContext();
  const { conversationId } = await context.receive({ address: ann, text: 'hello' });
  expect(await context.receiveEnd(ann)).toBe(true);
  expect(await context.receiveEnd(ann)).toBe(false);
  const next = await context.receive({ address: ann, text: 'again' });
  expect(next.conversationId).not.toBe(conversationId);
  const page = await context.timeline(ann, { after: 1, limit: 1 });
  expect(page?.entries[0]?.previousConversationId).toBe(conversationId);
});
