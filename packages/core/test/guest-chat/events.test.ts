import type { AgentEvent } from '@trunkline/core';
import { describe, expect, it } from 'vitest';
import { startBench } from './bench.ts';

const kinds = (events: readonly AgentEvent[]) =>
  events.map((event) => (event.type === 'message' ? event.text : event.type));

describe('what agents do', () => {
  it('is told with their names, in order', async () => {
    const { genesys, events, attached, until } = await startBench();
    const { id } = await attached();
    const { agent } = genesys.control;
    const { id: member } = agent.accept(id, { displayName: 'Bea' });
    agent.say(id, { text: 'hello' });
    agent.type(id);
    agent.say(id, { text: 'a link', bodyType: 'notice' });
    await until(() => events.length === 4);
    expect(events).toEqual([
      { type: 'joined', key: member, at: expect.any(Number), name: 'Bea' },
      {
        type: 'message',
        key: expect.any(String),
        at: expect.any(Number),
        author: { kind: 'agent', name: 'Bea' },
        text: 'hello',
      },
      { type: 'typing', name: 'Bea' },
      expect.objectContaining({ type: 'message', text: 'a link' }),
    ]);
  });

  it('is told with the picture that they have, if that is a web address', async () => {
    const { genesys, events, attached, until } = await startBench();
    const { id } = await attached();
    const { agent } = genesys.control;
    agent.accept(id, { displayName: 'Bea', avatarImageUrl: 'https://example.com/bea.png' });
    agent.say(id, { text: 'hello' });
    agent.transfer(id, { displayName: 'Cem', avatarImageUrl: 'javascript:alert(1)' });
    agent.say(id, { text: 'hello again' });
    await until(() => events.filter(({ type }) => type === 'message').length === 2);
    expect(events.flatMap((event) => (event.type === 'message' ? event.author : []))).toEqual([
      { kind: 'agent', name: 'Bea', imageUrl: 'https://example.com/bea.png' },
      { kind: 'agent', name: 'Cem' },
    ]);
  });

  it('has no name when it is empty', async () => {
    const { genesys, events, attached, until } = await startBench();
    const { id } = await attached();
    genesys.control.agent.accept(id, { displayName: ' ' });
    genesys.control.agent.say(id, { text: 'hello' });
    await until(() => events.length === 2);
    expect(events).toMatchObject([{ type: 'joined', name: null }, { author: { kind: 'agent', name: null } }]);
  });

  it('is told once for each time an agent is in the chat, however often it is repeated', async () => {
    const { genesys, events, attached, until } = await startBench({
      genesys: { duplicateAgentConnected: true, duplicateFrames: true },
    });
    const { id } = await attached();
    genesys.control.agent.accept(id);
    genesys.control.agent.say(id, { text: 'end' });
    await until(() => events.some(({ type }) => type === 'message'));
    expect(kinds(events).slice(0, 2)).toEqual(['joined', 'end']);
  });

  it('is no event when an offer is declined', async () => {
    const { genesys, events, attached, until } = await startBench();
    const { id } = await attached();
    const { agent } = genesys.control;
    agent.alert(id);
    agent.decline(id);
    agent.alert(id);
    agent.decline(id);
    agent.accept(id);
    agent.say(id, { text: 'end' });
    await until(() => kinds(events).includes('end'));
    expect(kinds(events)).toEqual(['joined', 'end']);
  });

  it('shows a transfer under the keys of those who come and go', async () => {
    const { genesys, events, attached, until } = await startBench();
    const { id } = await attached();
    const { agent } = genesys.control;
    const { id: first } = agent.accept(id, { displayName: 'Bea' });
    await until(() => events.length === 1);
    const { id: second } = agent.transfer(id, { displayName: 'Cleo' });
    agent.say(id, { text: 'hello' });
    await until(() => events.length === 4);
    expect(events).toMatchObject([
      { type: 'joined', key: first, name: 'Bea' },
      { type: 'transferred', key: first, name: 'Bea' },
      { type: 'joined', key: second, name: 'Cleo' },
      { type: 'message', author: { name: 'Cleo' } },
    ]);
  });

  it.each(['the agent', 'the contact centre'])('shows once that %s ended the chat', async (who) => {
    const { genesys, events, attached, until, count } = await startBench({ genesys: { closeSocketsAfterEnd: true } });
    const { id } = await attached();
    const { agent } = genesys.control;
    agent.accept(id);
    agent.say(id, { text: 'bye' });
    await until(() => events.length === 2);
    if (who === 'the agent') agent.leave(id);
    else genesys.control.end(id);
    await until(() => count('ended') === 1 && genesys.control.conversation(id).sockets === 0);
    expect(kinds(events)).toEqual(['joined', 'bye', 'ended']);
  });

  it('is told of bots as theirs, without coming or going', async () => {
    const { events, until, attached } = await startBench({
      genesys: { workflowGreeting: 'Welcome!', agent: 'echo' },
    });
    await attached();
    await until(() => kinds(events).includes('joined'));
    expect(kinds(events)).toEqual(['Welcome!', 'joined']);
    expect(events[0]).toMatchObject({ author: { kind: 'bot', name: 'Sandbox Flow' } });
  });

  it('does not overtake itself while somebody has to be asked after', async () => {
    const { genesys, clock, events, attached, until } = await startBench();
    const { id } = await attached();
    genesys.control.addFault({ operation: 'member', effect: 'delay', delayMs: 1_000 });
    const { agent } = genesys.control;
    agent.accept(id);
    agent.say(id, { text: 'one' });
    agent.say(id, { text: 'two' });
    await until(() => genesys.control.faults().length === 0);
    await clock.advance(999);
    expect(kinds(events)).toEqual([]);
    await clock.advance(1);
    await until(() => events.length === 3);
    expect(kinds(events)).toEqual(['joined', 'one', 'two']);
  });

  it('asks after each member once', async () => {
    const { genesys, events, attached, until } = await startBench();
    const { id } = await attached();
    const asked: string[] = [];
    genesys.control.watch(({ method, path }) => {
      if (method === 'GET' && path !== undefined) asked.push(path);
    });
    const { id: member } = genesys.control.agent.accept(id);
    for (let index = 0; index < 5; index += 1) genesys.control.agent.say(id, { text: `${index}` });
    await until(() => events.length === 6);
    expect(asked.filter((path) => path.endsWith(`/members/${member}`))).toHaveLength(1);
  });

  it('is not lost for want of a role: whoever is not known spoke as an agent', async () => {
    const { genesys, events, attached, until } = await startBench();
    const { id } = await attached();
    const code = 'chat.error.not.found';
    genesys.control.addFault({ operation: 'member', effect: 'error', status: 404, code, times: 2 });
    genesys.control.agent.accept(id);
    genesys.control.agent.say(id, { text: 'hello' });
    await until(() => events.length === 1);
    expect(events).toMatchObject([{ text: 'hello', author: { kind: 'agent', name: null } }]);
  });

  it('loses the session when nobody says who it was, and is read by whoever comes next', async () => {
    const { genesys, center, events, attached, until } = await startBench();
    const session = await attached();
    genesys.control.addFault({ operation: 'member', effect: 'error', status: 500 });
    genesys.control.agent.accept(session.id);
    genesys.control.agent.say(session.id, { text: 'hello' });
    await until(() => kinds(events).includes('lost'));
    expect(kinds(events)).toEqual(['lost']);
    const { signal } = new AbortController();
    expect(await center.resume(session, signal)).toEqual({ outcome: 'attached', activated: true });
    await until(() => kinds(events).includes('joined'));
    expect(await center.catchUp(session, null, signal)).toMatchObject({ entries: [{ kind: 'agent', text: 'hello' }] });
  });

  it('is heard although the sink could not take something: the session counts as lost', async () => {
    const bench = await startBench();
    const { id } = await bench.attached();
    const told: AgentEvent[] = [];
    const { center } = await bench.another();
    await center.start({
      receive: async (_id, event) => {
        told.push(event);
        if (event.type === 'message') throw new Error('disk full');
      },
    });
    const session = await bench.opened();
    await center.resume(session, new AbortController().signal);
    await bench.until(() => bench.genesys.control.conversation(session.id).state === 'active');
    bench.genesys.control.agent.accept(session.id);
    bench.genesys.control.agent.say(session.id, { text: 'hello' });
    await bench.until(() => kinds(told).includes('lost'));
    expect(kinds(told).slice(-3)).toEqual(['joined', 'hello', 'lost']);
    expect(bench.genesys.control.conversation(id).sockets).toBe(1);
  });
});

describe('what the customer does', () => {
  it('comes back as nothing but our own words', async () => {
    const { genesys, center, events, attached, send, until } = await startBench({
      genesys: { echoBeforeAnswer: true },
    });
    const session = await attached();
    genesys.control.agent.accept(session.id);
    await center.typing(session);
    await send(session, 'hello');
    await until(() => kinds(events).includes('own'));
    expect(kinds(events).sort()).toEqual(['joined', 'own']);
  });
});
