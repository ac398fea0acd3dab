import { describe, expect, it } from 'vitest';
import { memberIs, saying, tapEvents, wordsOf } from '../../../test/event-tap.ts';
import { createGuest } from '../../../test/guest.ts';
import { ManualClock } from '../../../test/manual-clock.ts';
import { sandboxForTest } from '../../../test/sandbox.ts';
import { socketClosed } from '../../../test/trace-tap.ts';

describe('the address', () => {
  it('streamPath: the older form', async () => {
    const sandbox = await sandboxForTest({ streamPath: '/v1/token' });
    const guest = await createGuest(sandbox);
    expect(guest.eventStreamUri).toBe(`ws://127.0.0.1:${sandbox.port}/v1/token/${guest.jwt}`);
    const paths: (string | undefined)[] = [];
    sandbox.control.watch(({ kind, path }) => kind === 'socket' && paths.push(path));
    await guest.attach();
    await expect(tapEvents(`ws://127.0.0.1:${sandbox.port}/chat/jwt/${guest.jwt}`)).rejects.toThrow('404');
    expect(paths).toEqual(['/v1/token/<jwt>']);
  });

  it('streamBase: another host', async () => {
    const guest = await createGuest(await sandboxForTest({ streamBase: 'wss://streaming.example/' }));
    expect(guest.eventStreamUri).toBe(`wss://streaming.example/chat/jwt/${guest.jwt}`);
  });

  it('offeredSubprotocol take: the first one', async () => {
    const guest = await createGuest(await sandboxForTest());
    expect((await tapEvents(guest.eventStreamUri, ['one', 'two'])).protocol).toBe('one');
  });

  it('offeredSubprotocol ignore: none, which clients do not like', async () => {
    const guest = await createGuest(await sandboxForTest({ offeredSubprotocol: 'ignore' }));
    await expect(tapEvents(guest.eventStreamUri, ['one'])).rejects.toThrow('no subprotocol');
    await guest.attach();
  });
});

describe('a socket', () => {
  it.each([
    ['bare', ['topicName', 'eventBody']],
    ['full', ['topicName', 'eventBody', 'version', 'metadata']],
  ] as const)('heartbeatEnvelope %s', async (heartbeatEnvelope, keys) => {
    const clock = new ManualClock();
    const guest = await createGuest(await sandboxForTest({ clock, heartbeatEnvelope }));
    const tap = await guest.attach();
    clock.advance(30_000);
    const [beat] = await tap.until(({ topicName }) => topicName === 'channel.metadata');
    expect(Object.keys(beat ?? {})).toEqual(keys);
  });

  it('heartbeatMs: may be turned while it runs', async () => {
    const clock = new ManualClock();
    const sandbox = await sandboxForTest({ clock, agent: 'none' });
    const [guest, other] = [await createGuest(sandbox), await createGuest(sandbox)];
    const slow = await guest.attach();
    sandbox.control.turn({ heartbeatMs: 10_000 });
    const quick = await other.attach();
    clock.advance(39_999);
    for (const [chat, tap, beats] of [
      [guest, slow, 1],
      [other, quick, 3],
    ] as const) {
      await chat.say('now');
      await tap.until(saying('now'));
      expect(tap.frames.filter(({ topicName }) => topicName === 'channel.metadata')).toHaveLength(beats);
    }
    sandbox.control.turn({ heartbeatMs: 0 });
    clock.advance(100_000);
    await guest.say('silence');
    await slow.until(saying('silence'));
    expect(slow.frames.filter(({ topicName }) => topicName === 'channel.metadata')).toHaveLength(2);
  });

  it.each([true, false])('answerPings %s', async (answerPings) => {
    const guest = await createGuest(await sandboxForTest({ answerPings }));
    const tap = await guest.attach();
    for (const text of ['{"message":"ping"}', '{"message":"pang"}', 'null', 'no JSON']) tap.send(text);
    await tap.ping();
    await guest.say('hi');
    await tap.until(saying('echo: hi'));
    const pongs = tap.texts.filter(
      (text) => text === '{"topicName":"channel.metadata","eventBody":{"message":"pong"}}',
    );
    expect(pongs).toHaveLength(answerPings ? 1 : 0);
  });

  it('socketClosingFrame: announces that the server closes', async () => {
    const sandbox = await sandboxForTest({ socketClosingFrame: true, closeSocketsAfterEnd: true });
    const guest = await createGuest(sandbox);
    const tap = await guest.attach();
    await guest.leave();
    await tap.closed;
    expect(tap.frames.at(-1)?.topicName).toBe('v2.system.socket_closing');
  });

  it('oneSocketPerToken refuse: the second is closed, the first goes on', async () => {
    const guest = await createGuest(await sandboxForTest({ oneSocketPerToken: 'refuse' }));
    const first = await guest.attach();
    expect((await (await guest.attach()).closed).code).toBe(4100);
    await guest.say('hi');
    await first.until(saying('echo: hi'));
  });

  it('oneSocketPerToken replace: the first is closed, the second goes on', async () => {
    const clock = new ManualClock();
    const guest = await createGuest(await sandboxForTest({ clock, oneSocketPerToken: 'replace' }));
    const first = await guest.attach();
    const second = await guest.attach();
    expect((await first.closed).code).toBe(4100);
    clock.advance(600_000);
    await guest.say('hi');
    await second.until(saying('echo: hi'));
  });

  it.each([
    ['none', []],
    ['missed', ['missed one', 'missed two']],
    ['all', ['CONNECTED', 'member-join', 'before', 'missed one', 'missed two']],
  ] as const)('replayOnReconnect %s', async (replayOnReconnect, replayed) => {
    const sandbox = await sandboxForTest({ replayOnReconnect, agent: 'none', queueFrames: false });
    const guest = await createGuest(sandbox);
    const tap = await guest.attach();
    await guest.say('before');
    await tap.until(saying('before'));
    const closed = socketClosed(sandbox);
    await tap.vanish();
    await closed;
    await guest.say('missed one');
    await guest.say('missed two');
    const again = await guest.attach();
    await guest.say('after');
    await again.until(saying('after'));
    expect(wordsOf(again.frames)).toEqual([...replayed, 'after']);
    const third = await guest.attach();
    await guest.say('last');
    await third.until(saying('last'));
    if (replayOnReconnect === 'missed') expect(wordsOf(third.frames)).toEqual(['last']);
  });

  it('unknownChatStream refuse: no handshake for a chat that nobody knows', async () => {
    const options = { jwtSecret: 's', unknownChatStream: 'refuse' } as const;
    const [sandbox, earlier] = [await sandboxForTest(options), await sandboxForTest(options)];
    const guest = await createGuest(earlier);
    const uri = guest.eventStreamUri.replace(String(earlier.port), String(sandbox.port));
    await expect(tapEvents(uri)).rejects.toThrow('404');
  });
});

describe('frames', () => {
  it('joinFrames off: joins and leaves are in the history only', async () => {
    const guest = await createGuest(await sandboxForTest({ joinFrames: false }));
    const tap = await guest.attach();
    await guest.say('hi');
    await tap.until(saying('echo: hi'));
    expect(wordsOf(tap.frames).filter((word) => word.startsWith('member-'))).toEqual([]);
    expect(await guest.history()).toContain('[member-join]');
  });

  it.each([
    [false, ['CONNECTED', 'member-join']],
    [true, ['member-join', 'CONNECTED']],
  ])('joinFirst %s', async (joinFirst, order) => {
    const guest = await createGuest(await sandboxForTest({ joinFirst }));
    const tap = await guest.attach();
    await tap.until(memberIs(guest.memberId, 'CONNECTED'));
    await tap.until(({ eventBody }) => eventBody.bodyType === 'member-join');
    expect(wordsOf(tap.frames).slice(0, 2)).toEqual(order);
  });

  it.each(['messages', 'typing'] as const)('typingTopic %s', async (typingTopic) => {
    const guest = await createGuest(await sandboxForTest({ typingTopic }));
    const tap = await guest.attach();
    await guest.type();
    const [typing] = await tap.until(({ metadata }) => metadata?.type === 'typing-indicator');
    expect(typing?.topicName).toBe(`v2.conversations.chats.${guest.id}.${typingTopic}`);
  });

  it('queueFrames off: nothing is told of the queue', async () => {
    const guest = await createGuest(await sandboxForTest({ queueFrames: false }));
    const tap = await guest.attach();
    await guest.say('hi');
    await tap.until(saying('echo: hi'));
    expect(wordsOf(tap.frames)).toEqual([
      'CONNECTED',
      'member-join',
      'ALERTING',
      'CONNECTED',
      'member-join',
      'hi',
      'echo: hi',
    ]);
    const { body } = await guest.call('GET', '/members');
    expect(body.entities.map(({ role }: { role: string }) => role)).toContain('ACD');
  });
});
