import { describe, expect, it } from 'vitest';
import { address } from '../domain/ids.ts';
import { chatOf, worldOn } from '../testing/engine-harness.ts';
import { begin, heardIn, restartAfter } from '../testing/lost-chat-scene.ts';
import { settle } from '../testing/manual-clock.ts';
import { MemoryDisk } from '../testing/memory-store.ts';

const MINUTE = 60_000;

describe('a chat that is lost while the bridge is down for longer than the grace', () => {
  it('is continued at once by one that begins with what is unanswered', async () => {
    const w = worldOn(new MemoryDisk());
    const process = await begin(w);
    w.contactCenter.join(chatOf(w, 'ann'), 'Ann');
    w.contactCenter.say(chatOf(w, 'ann'), 'which one?');
    await settle();
    await process.channel.say('ann', 'the blue one');
    await process.channel.say('ann', 'and the red one');
    await w.clock.advance(5_000);
    await restartAfter(w, process, 5 * MINUTE);
    await w.clock.advance(30_000);
    expect(w.contactCenter.chats).toHaveLength(2);
    expect(heardIn(w, 1)).toEqual([
      [
        'The chat was interrupted and is continued here. Still unanswered:',
        'ann (2026-01-01 00:00 UTC): the blue one',
        'ann (2026-01-01 00:00 UTC): and the red one',
      ].join('\n'),
    ]);
    expect(w.problems).toEqual([]);
  });

  it('puts the transcript before what the customer says meanwhile', async () => {
    const w = worldOn(new MemoryDisk());
    const process = await begin(w);
    w.contactCenter.fault = (operation) => (operation === 'open' ? 'away' : 'none');
    const next = await restartAfter(w, process, 5 * MINUTE);
    await next.channel.say('ann', 'hello?');
    await w.clock.advance(10_000);
    w.contactCenter.fault = () => 'none';
    await w.clock.advance(MINUTE);
    expect(heardIn(w, 1)).toEqual([expect.stringContaining('my order is late'), 'hello?']);
  });

  it('opens nothing if everything was answered; the next message begins with who answered last', async () => {
    const w = worldOn(new MemoryDisk());
    const process = await begin(w);
    w.contactCenter.say(chatOf(w, 'ann'), 'it is on its way');
    await w.clock.advance(5_000);
    const next = await restartAfter(w, process, 5 * MINUTE);
    await w.clock.advance(10 * MINUTE);
    expect(w.contactCenter.chats).toHaveLength(1);
    await next.channel.say('ann', 'thanks');
    await w.clock.advance(10_000);
    expect(heardIn(w, 1)).toEqual([
      [
        'What was said before, last answered by Ann:',
        'ann (2026-01-01 00:00 UTC): my order is late',
        'Ann (2026-01-01 00:00 UTC): it is on its way',
      ].join('\n'),
      'thanks',
    ]);
  });

  it('carries what is unanswered through a second loss', async () => {
    const w = worldOn(new MemoryDisk());
    const first = await begin(w);
    const second = await restartAfter(w, first, 5 * MINUTE);
    await w.clock.advance(20_000);
    await second.channel.say('ann', 'hello?');
    await w.clock.advance(5_000);
    await restartAfter(w, second, 5 * MINUTE);
    await w.clock.advance(MINUTE);
    expect(w.contactCenter.chats).toHaveLength(3);
    expect(heardIn(w, 2).join()).toMatch(/Still unanswered:\n.*my order is late\n.*hello\?$/);
  });

  it('is not continued when the absence was shorter than the grace and an agent has ended it', async () => {
    const w = worldOn(new MemoryDisk());
    const process = await begin(w);
    w.contactCenter.join(chatOf(w, 'ann'), 'Ann');
    await w.clock.advance(1_000);
    w.kill(process);
    w.contactCenter.end(chatOf(w, 'ann'));
    await w.clock.advance(30_000);
    await w.startProcess();
    await w.clock.advance(10 * MINUTE);
    expect(w.contactCenter.chats).toHaveLength(1);
    expect(w.medium.told('ann')).toEqual(['<joined>', '<ended>']);
  });
});

describe('a chat that ends without an agent ever having come', () => {
  it('is continued at once, then later and later, and not for ever', async () => {
    const w = worldOn(new MemoryDisk());
    await begin(w);
    const openedAt: number[] = [];
    for (let chat = 1; chat <= 6; chat += 1) {
      const current = w.contactCenter.chatOf('ann');
      if (current?.state === 'active') w.contactCenter.end(current);
      for (let second = 0; second < 600; second += 1) {
        await w.clock.advance(1_000);
        if (w.contactCenter.chats.length > openedAt.length + 1) {
          openedAt.push(second);
          break;
        }
      }
    }
    expect(openedAt).toHaveLength(3);
    expect(openedAt[0]).toBeLessThan(2);
    expect(openedAt[1]).toBeGreaterThan(5);
    expect(w.contactCenter.chats).toHaveLength(4);
  });

  it('is not continued if it was the customer who left', async () => {
    const w = worldOn(new MemoryDisk());
    const { channel } = await begin(w);
    await channel.context().receiveEnd(address('ann'));
    await w.clock.advance(10 * MINUTE);
    expect(w.contactCenter.chats).toHaveLength(1);
  });
});

describe('a session that expires', () => {
  it('is left shortly before, read to its end and continued with what is unanswered', async () => {
    const w = worldOn(new MemoryDisk());
    w.contactCenter.lifeMs = 60 * MINUTE;
    await begin(w);
    await w.clock.advance(58 * MINUTE);
    expect(w.contactCenter.chats).toHaveLength(1);
    await w.clock.advance(1.5 * MINUTE);
    expect(w.contactCenter.chats.map(({ state }) => state)).toEqual(['ended', 'active']);
    expect(heardIn(w, 1)[0]).toContain('my order is late');
  });

  it('opens no other by itself if nothing is unanswered', async () => {
    const w = worldOn(new MemoryDisk());
    w.contactCenter.lifeMs = 60 * MINUTE;
    const { channel } = await begin(w);
    w.contactCenter.say(chatOf(w, 'ann'), 'done');
    await w.clock.advance(3 * 60 * MINUTE);
    expect(w.contactCenter.chats).toHaveLength(1);
    await channel.say('ann', 'thanks');
    await w.clock.advance(10_000);
    expect(heardIn(w, 1)[0]).toMatch(/last answered by Ann/);
  });
});
