import { describe, expect, it } from 'vitest';
import type { EventTap } from '../../../test/event-tap.ts';
import { memberIs, saying, tapEvents } from '../../../test/event-tap.ts';
import { createGuest } from '../../../test/guest.ts';
import { ManualClock } from '../../../test/manual-clock.ts';
import { sandboxForTest } from '../../../test/sandbox.ts';

/** Frames in one word each, members by their role. */
function story(tap: EventTap, roles: ReadonlyMap<string, string>): readonly string[] {
  return tap.frames.map(({ metadata, eventBody }) => {
    const who = roles.get(eventBody.member?.id ?? eventBody.sender?.id ?? '');
    if (metadata?.type === 'member-change') return `${who} ${eventBody.member?.state}`;
    if (metadata?.type === 'typing-indicator') return `${who} types`;
    return `${who} ${eventBody.bodyType === 'standard' ? `"${eventBody.body}"` : eventBody.bodyType}`;
  });
}

const arrival = [
  'CUSTOMER CONNECTED',
  'CUSTOMER member-join',
  'ACD CONNECTED',
  'ACD member-join',
  'AGENT ALERTING',
  'AGENT CONNECTED',
  'AGENT member-join',
  'ACD DISCONNECTED',
  'ACD member-leave',
];

describe('the event stream', () => {
  it('tells a whole chat in order', async () => {
    const guest = await createGuest(await sandboxForTest());
    const tap = await guest.attach();
    await guest.type();
    await guest.say('one');
    await guest.say('two');
    await tap.until(saying('echo: two'));
    await guest.leave();
    const { body } = await guest.call('GET', '/members');
    const agentId = body.entities.find((member: { role: string }) => member.role === 'AGENT').id;
    await tap.until(({ eventBody }) => eventBody.bodyType === 'member-leave' && eventBody.sender?.id === agentId);
    const roles = new Map<string, string>(body.entities.map((m: { id: string; role: string }) => [m.id, m.role]));
    expect(story(tap, roles)).toEqual([
      ...arrival,
      'CUSTOMER types',
      'CUSTOMER "one"',
      'AGENT "echo: one"',
      'CUSTOMER "two"',
      'AGENT "echo: two"',
      'CUSTOMER DISCONNECTED',
      'CUSTOMER member-leave',
      'AGENT DISCONNECTED',
      'AGENT member-leave',
    ]);
  });

  it('sends frames of the captured shapes', async () => {
    const guest = await createGuest(await sandboxForTest());
    const tap = await guest.attach();
    const { body: sent } = await guest.say('hi');
    const { body: typed } = await guest.type();
    const [member] = await tap.until(memberIs(guest.memberId, 'CONNECTED'));
    const [message] = await tap.until(saying('hi'));
    const [typing] = await tap.until(({ metadata }) => metadata?.type === 'typing-indicator');
    const topic = `v2.conversations.chats.${guest.id}`;
    const metadata = (type: string) => ({ CorrelationId: expect.stringMatching(/^[0-9a-f-]{36}$/), type });
    const conversation = { id: guest.id };
    const sender = { id: guest.memberId };
    expect(member).toEqual({
      topicName: `${topic}.members`,
      version: '2',
      eventBody: { conversation, member: { id: guest.memberId, state: 'CONNECTED' }, timestamp: expect.any(String) },
      metadata: metadata('member-change'),
    });
    expect(message).toEqual({
      topicName: `${topic}.messages`,
      version: '2',
      eventBody: { id: sent.id, conversation, sender, body: 'hi', bodyType: 'standard', timestamp: sent.timestamp },
      metadata: metadata('message'),
    });
    expect(typing).toEqual({
      topicName: `${topic}.messages`,
      version: '2',
      eventBody: { id: typed.id, conversation, sender, timestamp: typed.timestamp },
      metadata: metadata('typing-indicator'),
    });
  });

  it('sends every frame to each of several sockets', async () => {
    const guest = await createGuest(await sandboxForTest());
    const [first, second] = [await guest.attach(), await guest.attach()];
    await guest.say('hi');
    const frames = await Promise.all([first.until(saying('echo: hi')), second.until(saying('echo: hi'))]);
    expect(frames[0]).toEqual(frames[1]);
    expect(second.frames.some(memberIs(guest.memberId, 'CONNECTED'))).toBe(false);
  });

  it('keeps parallel chats apart', async () => {
    const sandbox = await sandboxForTest();
    const guests = await Promise.all(Array.from({ length: 20 }, () => createGuest(sandbox)));
    await Promise.all(
      guests.map(async (guest, n) => {
        const tap = await guest.attach();
        await guest.say(`I am ${n}`);
        await tap.until(saying(`echo: I am ${n}`));
        expect(tap.frames.every(({ topicName }) => topicName.includes(guest.id))).toBe(true);
      }),
    );
  });

  it('answers messages that are posted at once each exactly once, in the order of the list', async () => {
    const guest = await createGuest(await sandboxForTest());
    const tap = await guest.attach();
    await Promise.all(Array.from({ length: 20 }, (_, n) => guest.say(`m${n}`)));
    const echoes = await tap.until(({ eventBody }) => eventBody.body?.startsWith('echo: ') ?? false, 20);
    const said = (await guest.history()).filter((text) => text.startsWith('m'));
    expect(echoes.map(({ eventBody }) => eventBody.body)).toEqual(said.map((text) => `echo: ${text}`));
  });

  it('beats every 30 s on each socket, without version or metadata', async () => {
    const clock = new ManualClock();
    const guest = await createGuest(await sandboxForTest({ clock, agent: 'none' }));
    const first = await guest.attach();
    clock.advance(10_000);
    const second = await guest.attach();
    clock.advance(79_999);
    const beat = { topicName: 'channel.metadata', eventBody: { message: 'WebSocket Heartbeat' } };
    await guest.say('now');
    await Promise.all([first.until(saying('now')), second.until(saying('now'))]);
    const beats = (tap: EventTap) => tap.frames.filter(({ topicName }) => topicName === 'channel.metadata');
    expect([beats(first).length, beats(second).length]).toEqual([2, 2]);
    expect(beats(first)[0]).toEqual(beat);
    clock.advance(1);
    await first.until(({ topicName }) => topicName === 'channel.metadata', 3);
    expect(beats(second).length).toBe(2);
  });

  it('goes without heartbeats when turned so', async () => {
    const clock = new ManualClock();
    const guest = await createGuest(await sandboxForTest({ clock, heartbeatMs: 0, agent: 'none' }));
    await guest.attach();
    expect(clock.pending).toBe(0);
  });
});

describe('a socket that is not welcome', () => {
  it.each([
    [1001, 'The conversation is ended'],
    [4100, /^Error connecting to conversation \(.+\)$/],
  ] as const)('closes %i for an ended chat', async (endedCloseCode, reason) => {
    const guest = await createGuest(await sandboxForTest({ endedCloseCode }));
    await guest.leave();
    const tap = await guest.attach();
    expect(await tap.closed).toEqual({
      code: endedCloseCode,
      reason: typeof reason === 'string' ? reason : expect.stringMatching(reason),
    });
  });

  it('closes 4100 for a chat that nobody knows', async () => {
    const [sandbox, earlier] = [await sandboxForTest({ jwtSecret: 's' }), await sandboxForTest({ jwtSecret: 's' })];
    const guest = await createGuest(earlier);
    const tap = await tapEvents(guest.eventStreamUri.replace(String(earlier.port), String(sandbox.port)));
    expect(await tap.closed).toEqual({ code: 4100, reason: `Error connecting to conversation (${guest.id})` });
  });

  it.each([
    ['refuse', 'expired'],
    ['refuse', 'foreign'],
    ['close', 'expired'],
    ['close', 'foreign'],
  ] as const)('meets a %s for an %s token', async (badTokenStream, kind) => {
    const clock = new ManualClock();
    const guest = await createGuest(await sandboxForTest({ clock, badTokenStream, jwtTtlS: 1 }));
    if (kind === 'expired') clock.advance(1_000);
    const opened = tapEvents(`${guest.eventStreamUri}${kind === 'foreign' ? 'x' : ''}`);
    if (badTokenStream === 'refuse') await expect(opened).rejects.toThrow('401');
    else expect((await (await opened).closed).code).toBe(4100);
  });

  it.each(['/v1/token/x', '/', '//', '/chat/jwt'])('meets a 404 at %s', async (path) => {
    const sandbox = await sandboxForTest();
    await expect(tapEvents(`ws://127.0.0.1:${sandbox.port}${path}`)).rejects.toThrow('404');
  });
});

describe('turned knobs', () => {
  it('hold back the own echo', async () => {
    const guest = await createGuest(await sandboxForTest({ ownEcho: false }));
    const tap = await guest.attach();
    await guest.type();
    await guest.say('hi');
    await tap.until(saying('echo: hi'));
    expect(tap.frames.some(({ eventBody }) => eventBody.sender?.id === guest.memberId && eventBody.body !== '')).toBe(
      false,
    );
  });

  it('send the echo before the answer', async () => {
    const sandbox = await sandboxForTest({ echoBeforeAnswer: true });
    const order: string[] = [];
    sandbox.control.watch(({ kind, text, status }) => {
      if (text === 'hi') order.push(kind === 'rest' ? `answer ${status}` : kind);
    });
    const guest = await createGuest(sandbox);
    await guest.attach();
    await guest.say('hi');
    expect(order).toEqual(['frame', 'answer 200']);
  });

  it('send everything twice', async () => {
    const guest = await createGuest(await sandboxForTest({ duplicateFrames: true }));
    const tap = await guest.attach();
    await guest.say('hi');
    await tap.until(saying('echo: hi'), 2);
    const odd = tap.texts.filter((_, n) => n % 2 === 0);
    expect(tap.texts.filter((_, n) => n % 2 === 1)).toEqual(odd);
  });

  it("forget the guest's own CONNECTED, but not its joining", async () => {
    const guest = await createGuest(await sandboxForTest({ forgetOwnConnected: true }));
    const tap = await guest.attach();
    await tap.until(({ eventBody }) => eventBody.member?.state === 'ALERTING');
    expect(tap.frames[0]?.eventBody).toMatchObject({ bodyType: 'member-join', sender: { id: guest.memberId } });
    expect((await guest.say('hi')).status).toBe(200);
  });

  it("repeat an agent's CONNECTED under another CorrelationId", async () => {
    const sandbox = await sandboxForTest({ duplicateAgentConnected: true });
    const guest = await createGuest(sandbox);
    const tap = await guest.attach();
    const agentId = sandbox.control.conversation(guest.id).agents[0]?.id ?? '';
    const twice = await tap.until(memberIs(agentId, 'CONNECTED'), 2);
    expect(twice[0]?.metadata?.CorrelationId).not.toBe(twice[1]?.metadata?.CorrelationId);
  });

  it('let a flow greet before the queue', async () => {
    const sandbox = await sandboxForTest({ workflowGreeting: 'Welcome', agent: 'none' });
    const guest = await createGuest(sandbox);
    await guest.attach();
    const { messages } = sandbox.control.conversation(guest.id);
    expect(messages.map(({ sender, body, bodyType }) => `${sender.role} ${body || bodyType}`)).toEqual([
      'CUSTOMER member-join',
      'WORKFLOW member-join',
      'WORKFLOW Welcome',
      'WORKFLOW member-leave',
      'ACD member-join',
    ]);
  });

  it('close the sockets of a chat that ended', async () => {
    const guest = await createGuest(await sandboxForTest({ closeSocketsAfterEnd: true }));
    const tap = await guest.attach();
    await guest.leave();
    expect(await tap.closed).toEqual({ code: 1001, reason: 'The conversation is ended' });
  });
});
