import { expect, it } from 'vitest';
import type { EventTap } from '../../../test/event-tap.ts';
import { memberIs, saying, wordsOf } from '../../../test/event-tap.ts';
import type { Guest } from '../../../test/guest.ts';
import { createGuest } from '../../../test/guest.ts';
import { ManualClock } from '../../../test/manual-clock.ts';
import { sandboxForTest } from '../../../test/sandbox.ts';
import type { GenesysOptions, GenesysSandbox } from '../../index.ts';

interface Scene {
  readonly clock: ManualClock;
  readonly sandbox: GenesysSandbox;
  readonly guest: Guest;
  state(): string;
}

async function scene(options: GenesysOptions): Promise<Scene> {
  const clock = new ManualClock();
  const sandbox = await sandboxForTest({ clock, ...options });
  const guest = await createGuest(sandbox);
  return { clock, sandbox, guest, state: () => sandbox.control.conversation(guest.id).state };
}

/** Who was disconnected on the stream, in order. */
function gone(tap: EventTap): readonly (string | undefined)[] {
  const frames = tap.frames.filter(({ eventBody }) => eventBody.member?.state === 'DISCONNECTED');
  return frames.map(({ eventBody }) => eventBody.member?.id);
}

it('activeAfterConnectedMs: CONNECTED tells too early', async () => {
  const { clock, guest } = await scene({ activeAfterConnectedMs: 700 });
  const tap = await guest.attach();
  await tap.until(memberIs(guest.memberId, 'CONNECTED'));
  expect((await guest.say('early')).body.code).toBe('chat.error.conversation.state');
  clock.advance(699);
  expect((await guest.say('early')).body.code).toBe('chat.error.conversation.state');
  clock.advance(1);
  expect((await guest.say('now')).status).toBe(200);
  await tap.until(saying('echo: now'));
});

it('echoLimit: a long message is not repeated to its end', async () => {
  const { guest } = await scene({ echoLimit: 5 });
  const tap = await guest.attach();
  await guest.say('short');
  await tap.until(saying('echo: short'));
  await guest.say('long\u{1f44b}er');
  await tap.until(saying('echo: long… (8 characters)'));
});

it('unattachedTtlMs: a chat that nobody attaches to expires', async () => {
  const { clock, guest, state } = await scene({ unattachedTtlMs: 60_000 });
  clock.advance(59_999);
  expect(state()).toBe('created');
  clock.advance(1);
  expect(state()).toBe('ended');
  expect((await (await guest.attach()).closed).code).toBe(1001);
});

it('unattachedTtlMs: does not touch one that somebody attached to', async () => {
  const { clock, guest, state } = await scene({ unattachedTtlMs: 60_000, agent: 'none' });
  await guest.attach();
  clock.advance(600_000);
  expect(state()).toBe('active');
});

it.each([
  [true, 'active'],
  [false, 'ended'],
] as const)(
  'idleStartsWithAgent %s: after an hour in the queue the chat is %s',
  async (idleStartsWithAgent, expected) => {
    const { clock, sandbox, guest, state } = await scene({ idleStartsWithAgent, agent: 'desk' });
    await guest.attach();
    clock.advance(3_600_000);
    sandbox.control.agent.accept(guest.id);
    expect(state()).toBe(expected);
  },
);

it.each([false, true])('agentLeavesFirst %s: tells the end in that order', async (agentLeavesFirst) => {
  const { sandbox, guest } = await scene({ agentLeavesFirst });
  const tap = await guest.attach();
  const agentId = sandbox.control.conversation(guest.id).agents[0]?.id ?? '';
  await guest.leave();
  const order = agentLeavesFirst ? [agentId, guest.memberId] : [guest.memberId, agentId];
  await tap.until(memberIs(order[1] ?? '', 'DISCONNECTED'));
  expect(gone(tap).slice(-2)).toEqual(order);
});

it.each<[string, GenesysOptions, (sandbox: GenesysSandbox, id: string) => void]>([
  ['the agent hangs up', {}, (sandbox, id) => void sandbox.control.agent.leave(id)],
  ['the agent goes first', { agentLeavesFirst: true }, (sandbox, id) => void sandbox.control.end(id)],
])('ownDisconnectLagMs: looks like a transfer for so long when %s', async (_name, options, end) => {
  const { clock, sandbox, guest, state } = await scene({ ownDisconnectLagMs: 2_000, ...options });
  const tap = await guest.attach();
  const agentId = sandbox.control.conversation(guest.id).agents[0]?.id ?? '';
  end(sandbox, guest.id);
  await tap.until(memberIs(agentId, 'DISCONNECTED'));
  clock.advance(1_999);
  sandbox.control.end(guest.id);
  expect((await guest.call('GET', `/members/${guest.memberId}`)).body.state).toBe('CONNECTED');
  expect(state()).toBe('active');
  clock.advance(1);
  await tap.until(memberIs(guest.memberId, 'DISCONNECTED'));
  expect(state()).toBe('ended');
});

it('ownDisconnectLagMs: not for a guest who leaves', async () => {
  const { sandbox, guest, state } = await scene({ ownDisconnectLagMs: 2_000 });
  await guest.attach();
  sandbox.control.agent.leave(guest.id);
  expect((await guest.leave()).status).toBe(204);
  expect(state()).toBe('ended');
});

it.each([
  [true, 'DISCONNECTED'],
  [false, 'CONNECTED'],
] as const)('queueLeaves %s: the queue is %s once an agent answered', async (queueLeaves, expected) => {
  const { guest } = await scene({ queueLeaves });
  await guest.attach();
  const acd = async () =>
    (await guest.call('GET', '/members')).body.entities.find(({ role }: { role: string }) => role === 'ACD');
  expect((await acd()).state).toBe(expected);
  await guest.leave();
  expect((await acd()).state).toBe('DISCONNECTED');
});

it.each([true, false])('missedOfferTold %s', async (missedOfferTold) => {
  const { sandbox, guest } = await scene({ missedOfferTold, agent: 'desk' });
  const tap = await guest.attach();
  const { id } = sandbox.control.agent.alert(guest.id);
  sandbox.control.agent.decline(guest.id);
  const next = sandbox.control.agent.accept(guest.id);
  expect(next.id).not.toBe(id);
  await tap.until(memberIs(next.id, 'CONNECTED'));
  expect(gone(tap).includes(id)).toBe(missedOfferTold);
  expect((await guest.call('GET', `/members/${id}`)).body.state).toBe('DISCONNECTED');
});

it('workflowGreeting: is a message of the flow, before the queue', async () => {
  const { guest } = await scene({ workflowGreeting: 'Welcome', agent: 'none' });
  const tap = await guest.attach();
  await tap.until(({ eventBody }) => eventBody.bodyType === 'member-join', 3);
  expect(wordsOf(tap.frames)).toContain('Welcome');
});
