import { channelName, createEngine, defaultSystemTexts, type TraceEvent } from '@trunkline/core';
import { createGuestChat } from '@trunkline/core/guest-chat';
import { createMemoryStore, ManualClock, MemoryDisk, settle } from '@trunkline/core/testing';
import { type GenesysOptions, startGenesys } from '@trunkline/sandbox';
import { describe, expect, it, onTestFinished } from 'vitest';
import { FakeMediumWorld } from '../../src/testing/fake-adapter.ts';
import { played, silentLogger } from './bench.ts';

/** A customer at one end, the played Genesys at the other, the engine and this transport between; one still clock. */
async function setUp(options: GenesysOptions = {}) {
  const clock = new ManualClock();
  const genesys = await startGenesys({ agent: 'desk', rateLimitPerMinute: 0, clock: played(clock), ...options });
  onTestFinished(() => genesys.close());
  const medium = new FakeMediumWorld();
  const channel = medium.connect();
  const traces: TraceEvent[] = [];
  const { adapter } = channel;
  const guestChat = { organizationId: 'org', deploymentId: 'deployment', apiUrl: genesys.url };
  const engine = createEngine({
    store: await createMemoryStore(new MemoryDisk()),
    contactCenters: [createGuestChat({ ...guestChat, clock, logger: silentLogger })],
    channels: [{ name: channelName('web'), adapter, transport: 'guest-chat', routing: { queue: 'Support' } }],
    clock,
    logger: silentLogger,
    trace: (event) => void traces.push(event),
  });
  onTestFinished(() => engine.stop(0));
  await engine.start();
  /** Lets time pass until something is so, leaving enough turns in between for what is on the wire. */
  const until = async (isSo: () => boolean, stepMs: number = 50) => {
    for (let step = 0; !isSo(); step += 1) {
      if (step > 2_000) throw new Error('Waited in vain.');
      await settle(40);
      if (!isSo()) await clock.advance(stepMs);
    }
  };
  const chats = () => genesys.control.conversations().filter(({ state }) => state !== 'created');
  const words = () =>
    chats().flatMap(({ id }) =>
      genesys.control
        .conversation(id)
        .messages.filter(({ sender, bodyType }) => sender.role === 'CUSTOMER' && bodyType === 'standard')
        .map(({ body }) => body),
    );
  const failed = () => traces.filter((event) => event.step === 'delivery.settled' && event.state !== 'sent');
  return { clock, genesys, channel, medium, traces, until, chats, words, failed };
}

describe('through the engine', () => {
  it.each([
    ['at once', {}],
    ['late', { activationDelayMs: 3_000 }],
    ['later than it says', { activeAfterConnectedMs: 5_000 }],
    ['without saying so', { forgetOwnConnected: true }],
  ])('a chat that becomes active %s gets the first message, and nobody meets that it was not', async (_name, knobs) => {
    const { channel, chats, words, failed, until, medium } = await setUp(knobs);
    await channel.say('ann', 'hello');
    await until(() => words().length > 0);
    await settle(40);
    expect([words(), chats().length, failed(), medium.messages('ann')]).toEqual([['hello'], 1, [], []]);
  });

  it('a lost stream is opened again at the same address, ever more slowly and never in step, and the gap is filled', async () => {
    const { clock, genesys, channel, chats, medium, words, until, traces } = await setUp();
    await channel.say('ann', 'hello');
    await until(() => words().length === 1);
    const [chat] = chats();
    const id = chat?.id ?? '';
    genesys.control.agent.accept(id);
    const tries: number[] = [];
    genesys.control.watch(({ kind, type }) => {
      if (kind === 'socket' && (type === 'refused' || type === 'attached')) tries.push(clock.now());
    });
    genesys.control.addFault({ operation: 'attach', effect: 'error', times: 4 });
    genesys.control.dropSockets(id);
    await until(() => traces.some(({ step }) => step === 'session.lost'));
    const lostAt = clock.now();
    genesys.control.agent.say(id, { text: 'still there?' });
    await until(() => medium.messages('ann').length === 1);
    const waits = tries.map((at, index) => at - (tries[index - 1] ?? lostAt));
    expect(waits).toHaveLength(5);
    // At most a quarter longer by chance, and a step or two of this clock.
    [200, 1_000, 2_000, 4_000].forEach((leastMs, index) => {
      const waitMs = waits[index + 1] ?? 0;
      expect(waitMs).toBeGreaterThanOrEqual(leastMs);
      expect(waitMs).toBeLessThanOrEqual(leastMs * 1.25 + 150);
    });
    expect([chats().length, genesys.control.conversation(id).sockets, medium.messages('ann')]).toEqual([
      1,
      1,
      ['still there?'],
    ]);
  });

  it('a text of more than 4,000 characters goes out in parts, whole and in order', async () => {
    const { genesys, channel, chats, words, until, failed } = await setUp();
    const text = Array.from({ length: 1_500 }, (_, index) => `word${index}`).join(' ');
    await channel.say('ann', text);
    await channel.say('ann', 'and that is all');
    await until(() => words().includes('and that is all'));
    expect(words().slice(0, -1).join('')).toBe(text);
    expect(words().length).toBeGreaterThan(3);
    expect(Math.max(...words().map(({ length }) => length))).toBeLessThanOrEqual(4_000);
    expect([failed(), chats().length, genesys.control.faults()]).toEqual([[], 1, []]);
  });

  it.each([
    ['that tells its limit', {}],
    ['that tells nothing', { rateHeaders: false, retryAfterHeader: false }],
  ])('a service %s is not asked too often for anything to fail', async (_name, knobs) => {
    const { channel, words, until, failed, chats } = await setUp({ rateLimitPerMinute: 30, ...knobs });
    const texts = Array.from({ length: 60 }, (_, index) => `${index}`);
    for (const text of texts) await channel.say('ann', text);
    await until(() => words().length === texts.length, 500);
    expect([words(), failed(), chats().length]).toEqual([texts, [], 1]);
  });

  it('a request for more than words is declined, and the customer reads of it once', async () => {
    const { genesys, channel, chats, words, medium, until, traces } = await setUp();
    await channel.say('ann', 'hello');
    await until(() => words().length === 1);
    const id = chats()[0]?.id ?? '';
    genesys.control.agent.accept(id);
    genesys.control.agent.requestMedia(id);
    const told = () => medium.words('ann').filter((text) => text === defaultSystemTexts.mediaDeclined).length;
    await until(() => told() === 1);
    genesys.control.dropSockets(id);
    await until(() => traces.filter(({ step }) => step === 'session.caught-up').length > 0);
    genesys.control.agent.say(id, { text: 'never mind' });
    await until(() => medium.messages('ann').includes('never mind'));
    expect([told(), genesys.control.conversation(id).mediaRequests]).toMatchObject([1, [{ state: 'DECLINED' }]]);
  });
});
