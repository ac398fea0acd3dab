import { describe, expect, it } from 'vitest';
import type { AdapterCapabilities } from '../contracts/abilities.ts';
import { address } from '../domain/ids.ts';
import { chatOf, type EngineWorld, type EngineWorldOptions, type Process, worldOn } from '../testing/engine-harness.ts';
import { settle } from '../testing/manual-clock.ts';
import { MemoryDisk } from '../testing/memory-store.ts';
import type { ChannelSetup } from './engine-options.ts';

const MINUTE = 60_000;

function worldWith(setup: EngineWorldOptions['setup'], capabilities?: AdapterCapabilities): EngineWorld {
  return worldOn(new MemoryDisk(), {}, { ...(setup && { setup }), ...(capabilities && { capabilities }) });
}

async function withAgent(w: EngineWorld): Promise<Process> {
  const process = await w.startProcess();
  await process.channel.say('ann', 'hello');
  await settle();
  w.contactCenter.join(chatOf(w, 'ann'), 'Ann');
  w.contactCenter.say(chatOf(w, 'ann'), 'how can I help?');
  await settle();
  return process;
}

describe('a customer who is silent', () => {
  it('is warned two minutes before the end, once, and again after the next message', async () => {
    const w = worldWith({});
    const { channel } = await withAgent(w);
    await w.clock.advance(12.9 * MINUTE);
    expect(w.medium.told('ann')).toEqual(['<joined>', 'how can I help?']);
    await w.clock.advance(0.2 * MINUTE);
    const warning = '<Are you still there? Without a message from you, the conversation ends in 2 minutes.>';
    expect(w.medium.told('ann').slice(2)).toEqual([warning]);
    await channel.say('ann', 'yes');
    await w.clock.advance(12.9 * MINUTE);
    expect(w.medium.told('ann').slice(2)).toEqual([warning]);
    await w.clock.advance(0.2 * MINUTE);
    expect(w.medium.told('ann').slice(2)).toEqual([warning, warning]);
  });

  it('is not warned while no agent is there', async () => {
    const w = worldWith({});
    const { channel } = await w.startProcess();
    await channel.say('ann', 'hello');
    await w.clock.advance(60 * MINUTE);
    expect(w.medium.told('ann')).toEqual([]);
  });

  it.each(['letEnd', 'warn'] as const)(
    'and says something after the end (%s) finds an agent who knows',
    async (onSilence) => {
      const w = worldWith({ onSilence }, { presence: 'text' });
      const { channel } = await withAgent(w);
      await w.clock.advance(15 * MINUTE);
      w.contactCenter.end(chatOf(w, 'ann'));
      await w.clock.advance(8 * 60 * MINUTE);
      expect(w.contactCenter.chats).toHaveLength(1);
      expect(w.medium.told('ann').slice(2).length, 'letEnd tells nothing').toBe(onSilence === 'letEnd' ? 0 : 2);
      await channel.say('ann', 'are you there?');
      await w.clock.advance(10_000);
      const [, , transcript, last] =
        w.contactCenter.heard.length === 4 ? w.contactCenter.heard : ['', '', ...w.contactCenter.heard.slice(1)];
      expect(transcript).toMatch(
        /^What was said before, last answered by Ann:\nann .*: hello\nAnn .*: how can I help\?$/s,
      );
      expect(last).toBe('are you there?');
    },
  );

  it('keeps the chat alive by typing where that is configured', async () => {
    const w = worldWith({ onSilence: 'keepAlive' });
    await withAgent(w);
    await w.clock.advance(4.9 * MINUTE);
    expect(w.contactCenter.typed).toBe(0);
    await w.clock.advance(10 * MINUTE);
    expect(w.contactCenter.typed).toBe(2);
    expect(w.medium.told('ann')).toEqual(['<joined>', 'how can I help?']);
  });

  it('is treated as the adapter declares where the config says nothing', async () => {
    const w = worldWith({}, { presence: 'text', onSilence: 'letEnd' });
    await withAgent(w);
    await w.clock.advance(14.9 * MINUTE);
    expect(w.medium.told('ann').some((text) => text.includes('still there'))).toBe(false);
  });
});

describe('a customer whom no agent takes', () => {
  it('is told once, and the chat goes on', async () => {
    const w = worldWith({ noAgent: { afterMs: 5 * MINUTE, leave: false } });
    const { channel } = await w.startProcess();
    await channel.say('ann', 'hello');
    await w.clock.advance(30 * MINUTE);
    expect(w.medium.told('ann')).toEqual(['<All our agents are still busy. Thank you for your patience.>']);
    expect(chatOf(w, 'ann').state).toBe('active');
  });

  it('is told and the chat is left where that is configured; the next one begins with what was said', async () => {
    const w = worldWith({ noAgent: { afterMs: 5 * MINUTE, leave: true } });
    const { channel } = await w.startProcess();
    await channel.say('ann', 'hello');
    await w.clock.advance(6 * MINUTE);
    expect(w.medium.told('ann')).toEqual(['<No agent is available at the moment. Please try again later.>', '<ended>']);
    expect(w.contactCenter.chats.map(({ state }) => state)).toEqual(['ended']);
    await channel.say('ann', 'now?');
    await w.clock.advance(10_000);
    expect(w.contactCenter.heard.slice(1)).toEqual([
      expect.stringMatching(/answered by nobody.*\nann .*: hello$/s),
      'now?',
    ]);
  });

  it('is not told while an agent is there, and told anew when the agent has gone', async () => {
    const w = worldWith({ noAgent: { afterMs: 5 * MINUTE, leave: false }, onSilence: 'letEnd' });
    await withAgent(w);
    await w.clock.advance(10 * MINUTE);
    w.contactCenter.leave(chatOf(w, 'ann'), 'Ann');
    await w.clock.advance(4 * MINUTE);
    expect(w.medium.told('ann').at(-1)).toBe('<transferred>');
    await w.clock.advance(2 * MINUTE);
    expect(w.medium.told('ann').at(-1)).toContain('still busy');
  });
});

describe('an outage', () => {
  const outage =
    '<We cannot reach our agents at the moment. Your message is kept and will be passed on as soon as we can.>';

  it('is told to whoever writes into it, once, also over a restart', async () => {
    const w = worldWith({});
    w.contactCenter.fault = (operation) => (operation === 'open' ? 'away' : 'none');
    const first = await w.startProcess();
    await first.channel.say('ann', 'one');
    await w.clock.advance(4_000);
    expect(w.medium.told('ann')).toEqual([]);
    await w.clock.advance(2_000);
    await first.channel.say('ann', 'two');
    await w.clock.advance(MINUTE);
    w.kill(first);
    await w.startProcess();
    await w.clock.advance(10 * MINUTE);
    expect(w.medium.told('ann')).toEqual([outage]);
    expect(first.traces.filter(({ step }) => step === 'outage.told')).toHaveLength(1);
    w.contactCenter.fault = () => 'none';
    await w.clock.advance(MINUTE);
    expect(w.contactCenter.heard).toEqual(['one', 'two']);
    expect(w.medium.told('ann')).toEqual([outage]);
  });

  it('in a running chat is told too, and the next outage again', async () => {
    const w = worldWith({});
    const { channel } = await withAgent(w);
    for (const text of ['one', 'two']) {
      w.contactCenter.fault = (operation) => (operation === 'resume' ? 'away' : 'none');
      w.contactCenter.drop(chatOf(w, 'ann'));
      await channel.say('ann', text);
      await w.clock.advance(20_000);
      w.contactCenter.fault = () => 'none';
      await w.clock.advance(20_000);
    }
    expect(w.medium.told('ann').filter((text) => text === outage)).toHaveLength(2);
    expect(w.contactCenter.heard).toEqual(['hello', 'one', 'two']);
  });

  it('of a moment is not told, nor one that nobody writes into', async () => {
    const w = worldWith({});
    const { channel } = await withAgent(w);
    w.contactCenter.fault = (operation) => (operation === 'resume' ? 'away' : 'none');
    w.contactCenter.drop(chatOf(w, 'ann'));
    await w.clock.advance(60_000);
    w.contactCenter.fault = () => 'none';
    await w.clock.advance(20_000);
    await channel.say('ann', 'two');
    await w.clock.advance(20_000);
    expect(w.medium.told('ann')).toEqual(['<joined>', 'how can I help?']);
  });
});

describe('what the bridge itself says', () => {
  it('is what the channel has configured, and null says nothing', async () => {
    const texts = { joined: 'Sie sprechen mit {agent}.', ended: null, waiting: null };
    const w = worldWith({ texts }, { presence: 'text' });
    const { channel } = await withAgent(w);
    await channel.context().receiveEnd(address('ann'));
    await w.clock.advance(10_000);
    const texted = w.medium.words('ann');
    expect(texted).toEqual(['Sie sprechen mit Ann.', 'how can I help?']);
  });

  it('must not have a placeholder that there is not', async () => {
    const texts: ChannelSetup['texts'] = { joined: 'Hello from {agnet}' };
    await expect(worldWith({ texts }).startProcess()).rejects.toThrow(
      /texts\.joined of the channel web: \{agnet\} is not/,
    );
  });

  it('is said once about something that the agent asks for and the channel has not', async () => {
    const w = worldWith({});
    await withAgent(w);
    for (const key of ['r1', 'r1', 'r2']) w.contactCenter.askForScreen(chatOf(w, 'ann'), key);
    await w.clock.advance(1_000);
    expect(w.medium.told('ann').slice(2)).toHaveLength(2);
    expect(w.medium.told('ann')[2]).toMatch(/look at your screen/);
  });
});
