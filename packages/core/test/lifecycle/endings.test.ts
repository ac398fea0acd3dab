import { describe, expect, it } from 'vitest';
import { startLifecycle } from './world.ts';

const MINUTE = 60_000;

describe('a bridge that was down', () => {
  it('for less than the grace brings the last words of a chat that ended meanwhile, then its end', async () => {
    const { world, process } = await startLifecycle();
    await process.channel.say('ann', 'hello');
    await world.untilHeard(0, 1);
    const chat = world.chat(0);
    world.genesys.control.agent.accept(chat, { displayName: 'Bea' });
    world.genesys.control.agent.say(chat, { text: 'hi' });
    await world.until('the answer', () => world.medium.told('ann').includes('hi'));
    await world.kill(process);
    world.genesys.control.agent.say(chat, { text: 'last words' });
    world.genesys.control.agent.leave(chat);
    await world.clock.advance(30_000);
    await world.startProcess();
    await world.until('the end', () => world.medium.told('ann').includes('<ended>'));
    await world.pass(5 * MINUTE);
    expect(world.medium.told('ann')).toEqual(['<joined>', 'hi', 'last words', '<ended>']);
    expect(world.chats()).toHaveLength(1);
  });

  it('for longer than the grace begins a new chat with what is unanswered', async () => {
    const { world, process } = await startLifecycle();
    await process.channel.say('ann', 'hello');
    await world.untilHeard(0, 1);
    world.genesys.control.agent.accept(world.chat(0), { displayName: 'Bea' });
    world.genesys.control.agent.say(world.chat(0), { text: 'what is your order number?' });
    await world.until('the answer', () => world.medium.told('ann').includes('what is your order number?'));
    await process.channel.say('ann', '4711');
    await world.untilHeard(0, 2);
    await world.kill(process);
    await world.clock.advance(150_000);
    await world.startProcess();
    await world.passUntil('a second chat', () => world.chats().length === 2);
    const [transcript] = await world.untilHeard(1, 1);
    expect(transcript).toMatch(
      /^The chat was interrupted and is continued here\. Still unanswered:\nann \(.* UTC\): 4711$/,
    );
  });
});

describe('a token', () => {
  it('that is about to expire ends the chat in order and begins another with what is unanswered', async () => {
    const { world, process } = await startLifecycle({ genesys: { jwtTtlS: 3_600, idleMs: 0 } });
    await process.channel.say('ann', 'hello');
    await world.untilHeard(0, 1);
    await world.pass(58 * MINUTE, MINUTE);
    expect(world.chats()).toHaveLength(1);
    await world.passUntil('a second chat', () => world.chats().length === 2);
    expect((await world.untilHeard(1, 1))[0]).toContain('hello');
    expect(world.genesys.control.conversation(world.chat(0)).state).toBe('ended');
  });

  it('that is refused as expired begins another at once, nothing being lost', async () => {
    const { world, process } = await startLifecycle();
    await process.channel.say('ann', 'hello');
    await world.untilHeard(0, 1);
    world.genesys.control.fault.expireTokens(world.chat(0));
    await process.channel.say('ann', 'more');
    await world.passUntil('a second chat', () => world.chats().length === 2);
    expect(await world.untilHeard(1, 2)).toEqual([expect.stringContaining('hello'), 'more']);
  });
});

describe('fifteen minutes of silence', () => {
  it('are warned of, and after the end the next message begins with who answered last', async () => {
    const { world, process } = await startLifecycle({ presence: 'text' });
    await process.channel.say('ann', 'hello');
    await world.untilHeard(0, 1);
    world.genesys.control.agent.accept(world.chat(0), { displayName: 'Bea' });
    world.genesys.control.agent.say(world.chat(0), { text: 'hi' });
    await world.until('the answer', () => world.medium.words('ann').includes('hi'));
    await world.pass(13.2 * MINUTE, 20_000);
    expect(world.medium.words('ann').at(-1)).toMatch(/^Are you still there\?.*2 minutes\.$/);
    await world.pass(2 * MINUTE, 20_000);
    await world.until('the end', () => world.medium.words('ann').at(-1) === 'The conversation has ended.');
    expect(world.chats()).toHaveLength(1);
    await process.channel.say('ann', 'yes I am');
    await world.passUntil('a second chat', () => world.chats().length === 2);
    expect(await world.untilHeard(1, 2)).toEqual([
      expect.stringMatching(/^What was said before, last answered by Bea:\nann .*: hello\nBea .*: hi$/s),
      'yes I am',
    ]);
  });

  it.each([
    ['does not', false, 'ended'],
    ['does', true, 'active'],
  ] as const)('are broken by typing where it %s count', async (_word, typingResetsIdle, state) => {
    const { world, process } = await startLifecycle({
      genesys: { typingResetsIdle },
      setup: { onSilence: 'keepAlive' },
    });
    await process.channel.say('ann', 'hello');
    await world.untilHeard(0, 1);
    world.genesys.control.agent.accept(world.chat(0));
    await world.until('the agent', () => world.medium.told('ann').includes('<joined>'));
    await world.pass(40 * MINUTE, 20_000);
    expect(world.chats()).toMatchObject([{ state }]);
  });

  it('are silent where they are let end', async () => {
    const { world, process } = await startLifecycle({
      presence: 'text',
      setup: { onSilence: 'letEnd', texts: { joined: null, waiting: null } },
    });
    await process.channel.say('ann', 'hello');
    await world.untilHeard(0, 1);
    world.genesys.control.agent.accept(world.chat(0));
    await world.until('the agent', () => process.traces.some(({ step }) => step === 'session.activated'));
    await world.pass(16 * MINUTE, 20_000);
    await world.until('the end', () => process.traces.some(({ step }) => step === 'conversation.ended'));
    expect(world.medium.words('ann')).toEqual([]);
  });
});

describe('agents that come and go', () => {
  it('are a transfer while the customer is still in the chat, and an offer that is declined is nothing', async () => {
    const { world, process } = await startLifecycle();
    await process.channel.say('ann', 'hello');
    await world.untilHeard(0, 1);
    const chat = world.chat(0);
    const { agent } = world.genesys.control;
    agent.alert(chat);
    agent.decline(chat);
    agent.accept(chat, { displayName: 'Bea' });
    await world.until('Bea', () => world.medium.told('ann').length === 1);
    agent.hold(chat);
    agent.transfer(chat, { displayName: 'Cid' });
    await world.passUntil('Cid', () => world.medium.told('ann').length === 3);
    agent.leave(chat);
    await world.passUntil('the end', () => world.medium.told('ann').includes('<ended>'));
    expect(world.medium.told('ann')).toEqual(['<joined>', '<transferred>', '<joined>', '<ended>']);
  });

  it('and never come are waited for as long as is configured', async () => {
    const { world, process } = await startLifecycle({ setup: { noAgent: { afterMs: 10 * MINUTE, leave: true } } });
    await process.channel.say('ann', 'hello');
    await world.untilHeard(0, 1);
    await world.pass(9 * MINUTE, 30_000);
    expect(world.chats()).toMatchObject([{ state: 'active' }]);
    await world.passUntil('it is left', () => world.chats()[0]?.state === 'ended');
    await world.until('the end', () => world.medium.told('ann').includes('<ended>'));
    expect(world.medium.told('ann')).toEqual([
      '<No agent is available at the moment. Please try again later.>',
      '<ended>',
    ]);
  });
});
