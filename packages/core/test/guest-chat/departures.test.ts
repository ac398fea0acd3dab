import type { AgentEvent } from '@trunkline/core';
import { describe, expect, it } from 'vitest';
import { startBench } from './bench.ts';

const kinds = (events: readonly AgentEvent[]) => events.map(({ type }) => type);
const ownDisconnected = {
  operation: 'frame',
  frameType: 'member-change',
  sender: 'own',
  state: 'DISCONNECTED',
} as const;

describe('an agent who leaves', () => {
  it('ended the chat if the guest goes, too, however the two are ordered', async () => {
    for (const agentLeavesFirst of [true, false]) {
      const { genesys, events, attached, until, count, calls } = await startBench({ genesys: { agentLeavesFirst } });
      const { id } = await attached();
      genesys.control.agent.accept(id);
      await until(() => count('joined') === 1);
      const asked = calls(/./);
      genesys.control.agent.leave(id);
      await until(() => count('ended') === 1);
      expect([kinds(events), asked]).toEqual([['joined', 'ended'], []]);
    }
  });

  it('ended the chat if the guest goes a little later', async () => {
    const { genesys, clock, events, attached, until, count } = await startBench({
      genesys: { agentLeavesFirst: true, ownDisconnectLagMs: 900 },
    });
    const { id } = await attached();
    genesys.control.agent.accept(id);
    await until(() => count('joined') === 1);
    genesys.control.agent.leave(id);
    await clock.advance(899);
    expect(kinds(events)).toEqual(['joined']);
    await clock.advance(1);
    await until(() => count('ended') === 1);
    await clock.advance(5_000);
    expect(kinds(events)).toEqual(['joined', 'ended']);
  });

  it('ended the chat if that is heard while the guest is still being asked after', async () => {
    const { genesys, clock, events, attached, until, count } = await startBench({
      genesys: { agentLeavesFirst: true, ownDisconnectLagMs: 1_500 },
    });
    const { id } = await attached();
    genesys.control.agent.accept(id);
    await until(() => count('joined') === 1);
    genesys.control.addFault({ operation: 'member', effect: 'delay', delayMs: 1_000 });
    genesys.control.agent.leave(id);
    await clock.advance(1_000);
    await until(() => genesys.control.faults().length === 0);
    await clock.advance(1_000);
    await until(() => count('ended') === 1);
    expect(kinds(events)).toEqual(['joined', 'ended']);
  });

  it('counts as transferred when the guest is still there after a second, and as the end when it comes', async () => {
    const { genesys, clock, events, attached, until, count } = await startBench({
      genesys: { agentLeavesFirst: true, ownDisconnectLagMs: 3_000 },
    });
    const { id } = await attached();
    const { id: key } = genesys.control.agent.accept(id, { displayName: 'Bea' });
    await until(() => count('joined') === 1);
    const at = clock.now();
    genesys.control.agent.leave(id);
    await clock.advance(1_000);
    await until(() => count('transferred') === 1);
    expect(events.at(-1)).toEqual({ type: 'transferred', key, at, name: 'Bea' });
    await clock.advance(2_000);
    await until(() => count('ended') === 1);
    expect(kinds(events)).toEqual(['joined', 'transferred', 'ended']);
  });

  it.each(['answer', 'notFound', 'state'] as const)(
    'ended the chat although nobody says so, where reading then brings %s',
    async (readsAfterEnd) => {
      const { genesys, clock, events, attached, until, count } = await startBench({ genesys: { readsAfterEnd } });
      const { id } = await attached();
      genesys.control.agent.accept(id);
      await until(() => count('joined') === 1);
      genesys.control.addFault({ ...ownDisconnected, effect: 'drop' });
      genesys.control.agent.leave(id);
      await clock.advance(1_000);
      await until(() => count('ended') === 1);
      expect(kinds(events)).toEqual(['joined', 'ended']);
    },
  );

  it('has transferred it as soon as it rings elsewhere', async () => {
    const { genesys, events, attached, until, count, calls } = await startBench();
    const { id } = await attached();
    genesys.control.agent.accept(id, { displayName: 'Bea' });
    await until(() => count('joined') === 1);
    const asked = calls(/\/members\//);
    const { id: next } = genesys.control.agent.transfer(id, { displayName: 'Cleo' });
    await until(() => count('joined') === 2);
    expect(events.slice(1)).toMatchObject([
      { type: 'transferred', name: 'Bea' },
      { type: 'joined', key: next, name: 'Cleo' },
    ]);
    expect(asked).toHaveLength(1);
  });

  it('does not hold back what is said meanwhile', async () => {
    const { genesys, clock, events, attached, until, count } = await startBench();
    const { id } = await attached();
    genesys.control.agent.accept(id);
    await until(() => count('joined') === 1);
    genesys.control.addFault({ operation: 'frame', effect: 'drop', frameType: 'member-change', state: 'ALERTING' });
    genesys.control.addFault({ operation: 'frame', effect: 'drop', frameType: 'member-change', state: 'CONNECTED' });
    genesys.control.agent.transfer(id);
    genesys.control.agent.say(id, { text: 'hello' });
    await until(() => count('message') === 1);
    await clock.advance(1_000);
    await until(() => count('transferred') === 1);
    expect(kinds(events)).toEqual(['joined', 'message', 'transferred']);
  });

  it('waits for the answer whether it was the end while that is refused for being asked too often', async () => {
    const { genesys, clock, attached, until, count } = await startBench();
    const { id } = await attached();
    genesys.control.agent.accept(id);
    await until(() => count('joined') === 1);
    genesys.control.addFault({ ...ownDisconnected, effect: 'drop' });
    genesys.control.addFault({ operation: 'member', effect: 'error', status: 429, retryAfterS: 5 });
    genesys.control.agent.leave(id);
    await clock.advance(1_000);
    await until(() => genesys.control.faults().length === 0);
    await clock.advance(5_000);
    await until(() => count('ended') === 1);
    expect(count('lost')).toBe(0);
  });

  it('leaves no timer behind when the chat is let go meanwhile', async () => {
    const { genesys, clock, center, attached, until, count } = await startBench({
      genesys: { heartbeatMs: 0, graceMs: 0 },
    });
    const { id } = await attached();
    genesys.control.agent.accept(id);
    await until(() => count('joined') === 1);
    genesys.control.addFault({ ...ownDisconnected, effect: 'drop' });
    genesys.control.agent.leave(id);
    await until(() => clock.nextDue === clock.now() + 1_000);
    await center.stop();
    expect(clock.armed).toBe(0);
  });
});

describe('somebody who comes and goes before it is known who they are', () => {
  it.each(['transfer', 'leave'] as const)('was never there: %s', async (how) => {
    const { genesys, clock, events, attached, until, count } = await startBench();
    const { id } = await attached();
    genesys.control.addFault({ operation: 'member', effect: 'delay', delayMs: 1_000 });
    const { id: key } = genesys.control.agent.accept(id);
    await until(() => genesys.control.faults().length === 0);
    genesys.control.agent[how](id);
    await clock.advance(1_000);
    await until(() => count(how === 'leave' ? 'ended' : 'joined') === 1);
    await clock.advance(5_000);
    expect(events.filter((event) => 'key' in event && event.key === key)).toEqual([]);
    expect(kinds(events)).toEqual([how === 'leave' ? 'ended' : 'joined']);
  });
});

describe('somebody who had left while nobody listened', () => {
  it('does not come again with a frame that is late', async () => {
    const { genesys, clock, center, events, attached, until, count } = await startBench();
    const session = await attached();
    const facts = { frameType: 'member-change', sender: 'agent', state: 'CONNECTED' } as const;
    genesys.control.addFault({ operation: 'frame', effect: 'reorder', ...facts, frames: 1_000, delayMs: 5_000 });
    const { id: key } = genesys.control.agent.accept(session.id);
    genesys.control.dropSockets(session.id);
    await until(() => count('lost') === 1);
    await clock.advance(100);
    genesys.control.agent.transfer(session.id);
    const { signal } = new AbortController();
    await center.resume(session, signal);
    await until(() => count('joined') === 1);
    await clock.advance(5_000);
    genesys.control.agent.say(session.id, { text: 'end' });
    await until(() => count('message') === 1);
    expect(events.filter((event) => event.type === 'joined' && event.key === key)).toEqual([]);
  });
});

describe('members', () => {
  it('are asked after once by all who want to know at the same time', async () => {
    const { genesys, clock, center, attached, until, count, calls } = await startBench();
    const session = await attached();
    genesys.control.addFault({ operation: 'member', effect: 'delay', delayMs: 1_000 });
    const { id: member } = genesys.control.agent.accept(session.id);
    const asked = calls(new RegExp(`/members/${member}$`));
    for (const text of ['one', 'two', 'three']) genesys.control.agent.say(session.id, { text });
    await until(() => genesys.control.faults().length === 0);
    const { signal } = new AbortController();
    const impatient = new AbortController();
    const givenUp = center.catchUp(session, null, impatient.signal);
    const reading = center.catchUp(session, null, signal);
    await clock.advance(100);
    impatient.abort();
    expect(await givenUp).toMatchObject({ outcome: 'rejected' });
    await clock.advance(900);
    expect(await reading).toMatchObject({ entries: [{ text: 'one' }, { text: 'two' }, { text: 'three' }] });
    await until(() => count('message') === 3);
    expect(asked).toHaveLength(1);
  });
});
