import { afterEach, expect, it } from 'vitest';
import { listen, post, say } from './customer.ts';
import { Genesys } from './genesys.ts';
import {
  type BridgeFolder,
  bridgeFolder,
  type Program,
  startBridge,
  started,
  startSandbox,
  trunkline,
} from './processes.ts';
import { WebhookReceiver } from './webhook-receiver.ts';

const cleanUp: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const clean of cleanUp.splice(0).reverse()) await clean();
});

async function setUp(...sandboxArgs: readonly string[]): Promise<Setting> {
  const receiver = new WebhookReceiver();
  const webhook = await receiver.open();
  cleanUp.push(() => receiver.close());
  const sandbox = await startSandbox(...sandboxArgs);
  cleanUp.push(() => sandbox.program.kill('SIGKILL'));
  const folder = await bridgeFolder({ genesys: sandbox.url, webhook });
  cleanUp.push(() => folder.remove());
  const bridge = startBridge(folder.config);
  cleanUp.push(() => bridge.kill('SIGKILL'));
  await started(bridge);
  return { receiver, folder, bridge, genesys: new Genesys(sandbox.url) };
}

interface Setting {
  readonly receiver: WebhookReceiver;
  readonly folder: BridgeFolder;
  readonly bridge: Program;
  readonly genesys: Genesys;
}

it('carries a first message to an agent once, and the answer back by signed webhook and event stream', async () => {
  const { receiver, folder, genesys } = await setUp('--agent', 'echo');
  const stream = listen(folder.url, 'ann', {
    query: '?after=0',
    until: (events) => events.some(({ data }) => data.message?.author.kind === 'agent'),
  });
  const accepted = await say(folder.url, 'ann', { text: 'hello', id: 'm-1' });
  expect(accepted.duplicate).toBe(false);
  const events = await stream;
  await receiver.until(() => receiver.told('ann').length > 0);

  expect(await genesys.heard('ann')).toEqual(['hello']);
  const [conversation, ...others] = await genesys.conversations();
  expect(others).toEqual([]);
  expect(conversation).toMatchObject({ state: 'active', displayName: 'ann', sockets: 1 });
  expect(receiver.told('ann')).toEqual(['echo: hello']);
  expect(receiver.forged).toEqual([]);
  expect(receiver.received[0]?.data).toMatchObject({
    conversationId: accepted.conversationId,
    customer: { id: 'ann' },
  });
  expect(events.map(({ id }) => Number(id))).toEqual(events.map((_, index) => index + 1));
  expect(events.flatMap(({ data }) => (data.message === undefined ? [] : [data.message.text]))).toEqual([
    'hello',
    'echo: hello',
  ]);

  expect(await say(folder.url, 'ann', { text: 'hello', id: 'm-1' })).toEqual({ ...accepted, duplicate: true });
  expect((await post(folder.url, '/messages', { customer: { id: 'ann' }, text: 'other', id: 'm-1' })).status).toBe(422);
  const { code, out } = await trunkline('conversations', 'list', '--json', '--config', folder.config);
  expect(code).toBe(0);
  expect(JSON.parse(out)).toMatchObject({
    items: [{ id: accepted.conversationId, channel: 'web', customer: 'ann', state: 'open', endedAt: null }],
  });
});

it('replays the event stream after a number', async () => {
  const { receiver, folder } = await setUp('--agent', 'echo');
  for (const text of ['one', 'two', 'three']) await say(folder.url, 'ann', { text });
  await receiver.until(() => receiver.told('ann').length === 3);
  const until = (events: readonly unknown[]) => events.length > 0;
  const [first] = await listen(folder.url, 'ann', { headers: { 'last-event-id': '1' }, until });
  expect(first?.id).toBe('2');
});

it('drains on SIGTERM without leaving the chats, and takes them up again with what was said meanwhile', async () => {
  const { receiver, folder, bridge, genesys } = await setUp('--agent', 'desk');
  await say(folder.url, 'ann', { text: 'hello' });
  const stream = listen(folder.url, 'ann', { query: '?after=0', until: () => false }).catch(() => 'ended');
  let id: string | undefined;
  while (id === undefined)
    [id] = (await genesys.conversations()).filter(({ sockets }) => sockets > 0).map((one) => one.id);
  await genesys.post(`/conversations/${id}/agent/accept`, { displayName: 'Ada' });
  await receiver.until(() => receiver.received.some(({ type }) => type === 'agent.joined'));
  const before = performance.now();
  expect(await bridge.kill('SIGTERM')).toBe(0);
  expect(performance.now() - before).toBeLessThan(10_000);
  await stream;
  expect((await genesys.conversations())[0]).toMatchObject({ state: 'active', sockets: 0 });
  await genesys.post(`/conversations/${id}/agent/say`, { text: 'are you still there?' });
  const next = startBridge(folder.config);
  cleanUp.push(() => next.kill('SIGKILL'));
  await started(next);
  await receiver.until(() => receiver.told('ann').length > 0);
  expect(receiver.told('ann')).toEqual(['are you still there?']);
  expect(await genesys.conversations()).toHaveLength(1);
});

it('keeps what it accepts while Genesys is away, and delivers it when Genesys is back', async () => {
  const { receiver, folder, genesys } = await setUp('--agent', 'echo');
  await genesys.post('/faults', { operation: 'create', effect: 'error', status: 503, times: 3 });
  for (const text of ['one', 'two', 'three']) await say(folder.url, 'ann', { text });
  await receiver.until(() => receiver.told('ann').length === 3);
  expect(await genesys.heard('ann')).toEqual(['one', 'two', 'three']);
  expect((await fetch(`${folder.url}/readyz`)).status).toBe(200);
});

it('logs neither tokens nor names nor what was said', async () => {
  const { receiver, folder, bridge } = await setUp('--agent', 'echo');
  await say(folder.url, 'customer-4711', { text: 'my secret words' });
  await receiver.until(() => receiver.told('customer-4711').length > 0);
  await bridge.kill('SIGTERM');
  const log = [...bridge.lines, ...bridge.errors].join('\n');
  expect(log).toContain('conversation.opening');
  for (const hidden of ['my secret words', 'customer-4711', 'key-for-the-tests', 'whsec_', 'eyJ'])
    expect(log).not.toContain(hidden);
});
