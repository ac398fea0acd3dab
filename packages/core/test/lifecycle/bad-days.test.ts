import { address } from '@trunkline/core';
import { describe, expect, it } from 'vitest';
import { startLifecycle } from './world.ts';

describe('a contact centre that is away', () => {
  it('loses nothing, and whoever writes into it is told once', async () => {
    const { world, process } = await startLifecycle();
    world.genesys.control.fault.away('reset');
    await process.channel.say('ann', 'one');
    await process.channel.say('ann', 'two');
    await world.pass(60_000, 500);
    expect(world.medium.told('ann')).toEqual([expect.stringMatching(/^<We cannot reach our agents/)]);
    world.genesys.control.fault.back();
    await world.passUntil('both are there', () => world.chats().some(({ id }) => world.heard(id).length === 2));
    expect(world.medium.told('ann')).toHaveLength(1);
  });

  it('in the middle of a chat is waited for within the grace, and the gap is filled in order', async () => {
    const { world, process } = await startLifecycle();
    await process.channel.say('ann', 'hello');
    await world.untilHeard(0, 1);
    const chat = world.chat(0);
    world.genesys.control.agent.accept(chat, { displayName: 'Bea' });
    world.genesys.control.agent.say(chat, { text: 'a1' });
    await world.until('a1', () => world.medium.messages('ann').length === 1);
    world.genesys.control.fault.away('unavailable');
    world.genesys.control.dropSockets(chat);
    for (const text of ['a2', 'a3']) world.genesys.control.agent.say(chat, { text });
    await world.pass(40_000, 500);
    world.genesys.control.fault.back();
    // Live frames from now on have to wait until what was missed has been read.
    world.genesys.control.addFault({ operation: 'messages', effect: 'delay', delayMs: 3_000 });
    await world.passThrough('somebody listens', () => world.chats()[0]?.sockets === 1);
    world.genesys.control.agent.say(chat, { text: 'a4' });
    await process.channel.say('ann', 'still here');
    await world.passThrough('all of it', () => world.medium.messages('ann').length === 4);
    expect(world.medium.messages('ann')).toEqual(['a1', 'a2', 'a3', 'a4']);
    expect(await world.untilHeard(0, 2)).toEqual(['hello', 'still here']);
    expect(world.chats()).toHaveLength(1);
  });

  it('is dialled again at growing distances, never without a pause', async () => {
    const { world, process } = await startLifecycle();
    await process.channel.say('ann', 'hello');
    await world.untilHeard(0, 1);
    const dialledAt: number[] = [];
    world.genesys.control.watch(({ kind, type }) => {
      if (kind === 'socket' && type === 'refused') dialledAt.push(world.clock.now());
    });
    world.genesys.control.addFault({ operation: 'attach', effect: 'error', status: 503, times: null });
    const since = world.clock.now();
    world.genesys.control.dropSockets();
    await world.pass(60_000, 200);
    const waits = dialledAt.map((at, n) => at - (dialledAt[n - 1] ?? since));
    expect(waits.length).toBeGreaterThan(6);
    expect(waits.length).toBeLessThan(15);
    expect(Math.min(...waits)).toBeGreaterThanOrEqual(200);
    expect(Math.max(...waits), 'well inside the two minutes').toBeLessThan(15_000);
    expect(waits[0]).toBeLessThan(waits[4] ?? 0);
  });

  it.each([
    ['throttles', { status: 429, code: 'too.many.requests', retryAfterS: 2 }],
    ['answers 503 in its own words', { status: 503, code: 'service.unavailable' }],
    ['answers 500', { status: 500, code: 'internal.server.error' }],
    ['answers 504', { status: 504, code: 'request.timeout' }],
  ])('and %s fails nothing and doubles nothing', async (_what, error) => {
    const { world, process } = await startLifecycle();
    await process.channel.say('ann', 'one');
    await world.untilHeard(0, 1);
    world.genesys.control.addFault({ operation: 'message', effect: 'error', times: 3, ...error });
    for (const text of ['two', 'three', 'four']) await process.channel.say('ann', text);
    await world.passUntil('all of it', () => world.heard(world.chat(0)).length === 4);
    expect(world.heard(world.chat(0))).toEqual(['one', 'two', 'three', 'four']);
    expect(world.medium.told('ann').filter((text) => text === '<failed>')).toEqual([]);
  });

  it('slows the sender down by what its answers say of the rate', async () => {
    const { world, process } = await startLifecycle({ genesys: { rateLimitPerMinute: 20 } });
    for (let n = 1; n <= 40; n += 1) await process.channel.say('ann', `m${n}`);
    await world.passUntil('all of it', () => world.chats().length === 1 && world.heard(world.chat(0)).length === 40);
    expect(world.heard(world.chat(0))).toEqual(Array.from({ length: 40 }, (_, n) => `m${n + 1}`));
    expect(world.chats()).toHaveLength(1);
  });
});

describe('a queue that does not exist', () => {
  it('pauses the route, is told as an alert, and fails nothing', async () => {
    const { world, process } = await startLifecycle({
      genesys: { deployments: [{ id: 'deployment', queues: ['Sales'] }] },
    });
    await process.channel.say('ann', 'hello');
    await process.channel.say('bob', 'hello');
    await world.pass(60_000, 500);
    expect(process.traces.filter(({ step }) => step === 'route.paused')).toMatchObject([
      { route: 'opening', code: 'chat.error.invalid.queue' },
    ]);
    expect(world.chats()).toEqual([]);
    expect([...world.disk.deliveries.values()].filter(({ direction }) => direction === 'toAgent')).toMatchObject([
      { state: 'pending' },
      { state: 'pending' },
    ]);
  });
});

describe('what is said', () => {
  it('longer than a message may be arrives whole, in order, cut between words', async () => {
    const { world, process } = await startLifecycle();
    const text = Array.from({ length: 2_000 }, (_, n) => `<b>wörd${n}</b>`).join(' ');
    await process.channel.say('ann', text);
    await process.channel.say('ann', 'after');
    await world.passUntil(
      'all of it',
      () => world.chats().length === 1 && world.heard(world.chat(0)).at(-1) === 'after',
    );
    const parts = world.heard(world.chat(0)).slice(0, -1);
    expect(parts.length).toBeGreaterThan(5);
    expect(parts.every((part) => part.length <= 4_000)).toBe(true);
    expect(parts.slice(0, -1).every((part) => part.endsWith(' '))).toBe(true);
    expect(parts.join('')).toBe(text);
  });

  it('by a flow reaches the customer as a bot, and as nobody who has joined', async () => {
    const { world, process } = await startLifecycle({ genesys: { workflowGreeting: 'Please hold.' } });
    await process.channel.say('ann', 'hello');
    await world.until('the greeting', () => world.medium.told('ann').includes('Please hold.'));
    expect(world.medium.told('ann')).toEqual(['Please hold.']);
    const [message] = [...world.disk.messages.values()].filter(({ text }) => text === 'Please hold.');
    expect(message?.author).toMatchObject({ kind: 'bot' });
  });

  it('too early is tried again, whenever the chat really becomes active', async () => {
    const { world, process } = await startLifecycle({ genesys: { activeAfterConnectedMs: 12_000 } });
    await process.channel.say('ann', 'hello');
    await world.passUntil('it is there', () => world.chats().length === 1 && world.heard(world.chat(0)).length === 1);
    expect(world.chats()).toHaveLength(1);
  });
});

describe('what the channel has not', () => {
  it('is declined, and the customer is told once', async () => {
    const { world, process } = await startLifecycle();
    await process.channel.say('ann', 'hello');
    await world.untilHeard(0, 1);
    const chat = world.chat(0);
    world.genesys.control.agent.accept(chat, { displayName: 'Bea' });
    world.genesys.control.agent.requestMedia(chat, { types: ['COBROWSE'] });
    await world.until('the text', () => world.medium.told('ann').some((text) => text.includes('look at your screen')));
    expect(world.genesys.control.conversation(chat).mediaRequests).toMatchObject([{ state: 'DECLINED' }]);
    // Read again from the history, it is the same request.
    world.genesys.control.dropSockets(chat);
    await world.pass(10_000, 500);
    await world.passUntil('somebody listens', () => world.chats()[0]?.sockets === 1);
    await world.pass(5_000, 500);
    expect(world.medium.told('ann')).toHaveLength(2);
  });
});

describe('leaving', () => {
  it('deletes the own member and then closes; the customer is told', async () => {
    const { world, process } = await startLifecycle();
    await process.channel.say('ann', 'hello');
    await world.untilHeard(0, 1);
    const calls: string[] = [];
    world.genesys.control.watch(({ kind, method, type }) => {
      if (kind === 'rest' && method === 'DELETE') calls.push('DELETE');
      if (kind === 'socket' && type === 'closed') calls.push('closed');
    });
    await process.channel.context().receiveEnd(address('ann'));
    await world.passUntil('the end', () => world.medium.told('ann').includes('<ended>'));
    await world.until('the socket is closed', () => world.chats()[0]?.sockets === 0);
    expect(world.chats()).toMatchObject([{ state: 'ended' }]);
    await world.until('its end', () => calls.includes('closed'));
    expect(calls).toEqual(['DELETE', 'closed']);
  });
});
