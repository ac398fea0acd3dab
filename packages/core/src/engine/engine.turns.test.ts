import { describe, expect, it } from 'vitest';
import type { Rate } from '../contracts/abilities.ts';
import type { Address } from '../domain/ids.ts';
import { bendAdapter } from '../testing/bent-ports.ts';
import { chatOf, type EngineWorld, type Process, worldOn } from '../testing/engine-harness.ts';
import { settle } from '../testing/manual-clock.ts';
import { MemoryDisk } from '../testing/memory-store.ts';

/** Addresses that begin alike share one a second. */
const shared = (to: Address): Rate => ({ key: to.slice(0, 1), perSecond: 1, burst: 1 });

async function rated(world: EngineWorld, rate: (to: Address) => Rate | null): Promise<Process> {
  bendAdapter(world, () => ({ rate }));
  return await world.startProcess();
}

async function everybodyTalks(world: EngineWorld, { channel }: Process, names: readonly string[]): Promise<void> {
  for (const name of names) await channel.say(name, `hello of ${name}`);
  await settle();
  for (const name of names) world.contactCenter.say(chatOf(world, name), `hello ${name}`);
  await settle();
}

const told = (world: EngineWorld, names: readonly string[]) => names.flatMap((name) => world.medium.messages(name));

describe('where addresses share a rate', () => {
  it('they take turns, in the order in which something was owed to them, and others do not wait', async () => {
    const w = worldOn(
      new MemoryDisk(),
      {},
      { capabilities: { presence: 'text' }, setup: { texts: { waiting: null } } },
    );
    await everybodyTalks(w, await rated(w, shared), ['a1', 'a2', 'a3', 'b1']);
    expect(told(w, ['a1', 'a2', 'a3', 'b1'])).toEqual(['hello a1', 'hello b1']);
    await w.clock.advance(999);
    expect(told(w, ['a2', 'a3'])).toEqual([]);
    await w.clock.advance(1);
    expect(told(w, ['a2', 'a3'])).toEqual(['hello a2']);
    await w.clock.advance(1_000);
    expect(told(w, ['a3'])).toEqual(['hello a3']);
  });

  it('one that is told to wait has the others of its budget wait too', async () => {
    const w = worldOn(
      new MemoryDisk(),
      {},
      { capabilities: { presence: 'text' }, setup: { texts: { waiting: null } } },
    );
    const attempts: string[] = [];
    bendAdapter(w, () => ({
      rate: (to: Address) => ({ ...shared(to), perSecond: 100 }),
      deliver: async ({ address, delivery }) => {
        attempts.push(`${address} ${delivery.attempts}`);
        return attempts.length > 1
          ? { outcome: 'accepted', key: delivery.id }
          : {
              outcome: 'rejected',
              failure: { code: 'throttled', scope: 'message', retryable: true, retryAfterMs: 30_000, human: 'wait' },
            };
      },
    }));
    await everybodyTalks(w, await w.startProcess(), ['a1', 'a2', 'b1']);
    await w.clock.advance(29_000);
    expect(attempts.filter((one) => one.startsWith('a'))).toEqual(['a1 1']);
    expect(attempts).toContain('b1 1');
    await w.clock.advance(2_000);
    expect(attempts.filter((one) => one.startsWith('a'))).toEqual(['a1 1', 'a2 1', 'a1 2']);
  });

  it('an adapter that limits nobody, or breaks when asked, has everything sent at once', async () => {
    for (const rate of [
      () => null,
      () => {
        throw new TypeError('broken');
      },
    ]) {
      const w = worldOn(new MemoryDisk(), {}, { capabilities: { presence: 'text' } });
      await everybodyTalks(w, await rated(w, rate), ['a1', 'a2']);
      expect(told(w, ['a1', 'a2'])).toEqual(['hello a1', 'hello a2']);
    }
  });

  it('a route that was paused is probed without waiting for a turn, and then all go one by one', async () => {
    const w = worldOn(
      new MemoryDisk(),
      {},
      { capabilities: { presence: 'text' }, setup: { texts: { waiting: null } } },
    );
    w.medium.fault = () => 'down';
    await everybodyTalks(w, await rated(w, shared), ['a1', 'a2', 'a3']);
    w.medium.fault = () => 'none';
    await w.clock.advance(700);
    expect(told(w, ['a1', 'a2', 'a3'])).toHaveLength(1);
    await w.clock.advance(3_000);
    expect(told(w, ['a1', 'a2', 'a3']).toSorted()).toEqual(['hello a1', 'hello a2', 'hello a3']);
  });
});
