import type { AgentEvent, HistoryEntry } from '@trunkline/core';
import type { GenesysOptions } from '@trunkline/sandbox';
import { describe, expect, it } from 'vitest';
import { signal, startBench } from './bench.ts';

/** What a customer reads of it, each thing once, as the engine takes it. */
function read(events: readonly AgentEvent[]): readonly string[] {
  const lines: string[] = [];
  const [heard, present] = [new Set<string>(), new Set<string>()];
  for (const event of events) {
    if (event.type === 'message' && !heard.has(event.key)) {
      heard.add(event.key);
      lines.push(event.text);
    } else if (event.type === 'joined' && !present.has(event.key)) {
      present.add(event.key);
      lines.push(event.type);
    } else if (event.type === 'transferred' && present.delete(event.key)) {
      lines.push(event.type);
    } else if (event.type === 'ended') {
      lines.push(event.type);
    }
  }
  return lines;
}

function toldIn(entries: readonly HistoryEntry[]): readonly string[] {
  return entries.map((entry) => (entry.kind === 'agent' ? entry.text : entry.kind));
}

/** A whole chat with everything in it: a first agent, words both ways, a lost stream, a second agent, the end. */
async function chat(genesys: GenesysOptions) {
  const bench = await startBench({ genesys });
  const { center, clock, events, until, count, opened } = bench;
  const { control } = bench.genesys;
  const session = await opened();
  const { id } = session;
  const resumed = await center.resume(session, signal);
  if (resumed.outcome === 'attached' && !resumed.activated) {
    await clock.advance(3_000);
    await until(() => bench.activations() > 0);
  }
  const send = async (text: string) => {
    for (let attempt = 0; ; attempt += 1) {
      const outcome = await bench.send(session, text);
      if (outcome.outcome === 'accepted') return outcome.key;
      if (attempt > 20) throw new Error(JSON.stringify(outcome));
      await clock.advance(500);
    }
  };
  const own = [await send('one')];
  control.agent.alert(id);
  control.agent.decline(id);
  control.agent.accept(id, { displayName: 'Bea' });
  control.agent.hold(id);
  control.agent.say(id, { text: 'hi' });
  await until(() => read(events).includes('hi'));
  const before = await center.catchUp(session, null, signal);
  control.dropSockets(id);
  await until(() => count('lost') === 1);
  control.agent.say(id, { text: 'missed' });
  control.agent.transfer(id, { displayName: 'Cleo' });
  // Later than what the first agent did.
  await clock.advance(10);
  expect(await center.resume(session, signal)).toEqual({ outcome: 'attached', activated: true });
  const cursor = before.outcome === 'page' ? before.cursor : null;
  const missed = await center.catchUp(session, cursor, signal);
  own.push(await send('two'));
  control.agent.say(id, { text: 'bye' });
  await until(() => read(events).includes('bye'));
  control.agent.leave(id);
  await clock.advance(1_000);
  await until(() => count('ended') > 0);
  await clock.advance(5_000);
  return { ...bench, session, before, missed, own, read: read(events) };
}

const presence = ['joined', 'transferred', 'joined'];

describe('a chat', () => {
  const either: readonly (readonly [string, GenesysOptions])[] = [
    ['as it is believed to be', {}],
    ['with full answers', { thinAnswers: false }],
    ['with empty dates', { nullDates: true }],
    ['whose guest is not among its members', { ownMemberListed: false }],
    ['without joins in its history', { joinsInHistory: false }],
    ['with joins that say something', { joinBodies: 'filled' }],
    ['with pages that are linked by tokens', { pageLinks: 'token' }],
    ['with pages that are not linked', { pageLinks: 'absent' }],
    ['whose history begins with where it was read to', { afterInclusive: true }],
    ['without joins on its stream', { joinFrames: false }],
    ['whose joins come first', { joinFirst: true }],
    ['whose queue has no frames', { queueFrames: false }],
    ['whose queue does not leave', { queueLeaves: false }],
    ['with a flow', { workflowGreeting: 'hi' }],
    ['whose missed offers are not told', { missedOfferTold: false }],
    ['with heartbeats in full', { heartbeatEnvelope: 'full', heartbeatMs: 1_000 }],
    ['that announces the closing of sockets', { socketClosingFrame: true, closeSocketsAfterEnd: true }],
    ['that closes sockets with 4100', { endedCloseCode: 4100, closeSocketsAfterEnd: true }],
    ['that repeats what was missed', { replayOnReconnect: 'missed' }],
    ['that repeats everything', { replayOnReconnect: 'all' }],
    ['that knows one socket', { oneSocketPerToken: 'refuse' }],
    ['that knows the last socket', { oneSocketPerToken: 'replace' }],
    ['without echoes', { ownEcho: false }],
    ['whose echoes come before the answer', { echoBeforeAnswer: true }],
    ['that tells everything twice', { duplicateFrames: true, duplicateAgentConnected: true }],
    ['that never says it is active', { forgetOwnConnected: true }],
    ['that takes its time to become active', { activationDelayMs: 2_500 }],
    ['that says too early that it is active', { activeAfterConnectedMs: 4_000 }],
    ['whose guest goes after the agent', { agentLeavesFirst: true }],
    ['whose guest goes a while after the agent', { ownDisconnectLagMs: 900 }],
    ['whose token never expires', { jwtExp: false }],
    ['with long tokens', { jwtAlgorithm: 'RS256' }],
    ['at an older address', { streamPath: '/v1/token' }],
    ['that changes texts', { normalizeText: true }],
    ['that is particular about letters', { strictCase: true }],
    ['that ends by the other code', { endedCode: 'chat.error.member.state' }],
    ['that cannot be read after its end', { readsAfterEnd: 'notFound' }],
    ['that may not be read after its end', { readsAfterEnd: 'state' }],
    ['with agents of no name', { displayNames: 'absent' }],
  ];
  it.each(either)('%s is told whole and once', async (_name, options) => {
    const { center, session, before, missed, own, read: told } = await chat(options);
    const [first, second] = own;
    expect(before.outcome === 'page' && toldIn(before.entries).filter((line) => line !== 'own')).toContain('hi');
    expect(before).toMatchObject({ outcome: 'page', more: false, over: null });
    expect(before.outcome === 'page' && before.entries.filter(({ kind }) => kind === 'own')).toMatchObject([
      { key: first },
    ]);
    expect(missed.outcome === 'page' && toldIn(missed.entries)).toEqual(['missed']);
    expect(told.filter((line) => presence.includes(line))).toEqual(presence);
    expect(told.filter((line) => line === 'hi' || line === 'bye')).toContain('bye');
    expect(told.at(-1)).toBe('ended');
    expect(first).not.toBe(second);
    expect(await center.end(session, signal)).toEqual({ outcome: 'ended' });
    const resumed = await center.resume(session, signal);
    if (options.readsAfterEnd === undefined || options.endedCloseCode !== 4100)
      expect(resumed).toEqual({ outcome: 'over', reason: 'ended' });
  });

  it('whose members have no role is told in words alone', async () => {
    const { read: told, events, missed } = await chat({ memberRoles: false });
    expect(told).toEqual(['hi', 'bye', 'ended']);
    expect(missed.outcome === 'page' && toldIn(missed.entries)).toEqual(['missed']);
    expect(events.find(({ type }) => type === 'message')).toMatchObject({ author: { kind: 'agent', name: 'Bea' } });
  });

  it('whose history does not show the customer’s own is told all the same', async () => {
    const { before, missed, read: told } = await chat({ historyShowsOwn: false });
    expect(before.outcome === 'page' && toldIn(before.entries)).toEqual(['hi']);
    expect(missed.outcome === 'page' && toldIn(missed.entries)).toEqual(['missed']);
    expect(told).toContain('bye');
  });
});

describe('a token of somebody else', () => {
  it.each(['bad.credentials', 'authentication.required'] as const)('ends the chat: %s', async (foreignTokenCode) => {
    const { center, attached } = await startBench({ genesys: { foreignTokenCode } });
    const session = await attached();
    center.release(session.id);
    const data = { ...(session.data as object), jwt: 'a.b.c' };
    expect(await center.catchUp({ ...session, data }, null, signal)).toMatchObject({
      failure: { code: foreignTokenCode, scope: 'conversation', retryable: false },
    });
  });
});
