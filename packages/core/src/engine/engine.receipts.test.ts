import { describe, expect, it } from 'vitest';
import type { Receipt } from '../contracts/channel-adapter.ts';
import type { Delivery } from '../domain/delivery.ts';
import { address, deliveryId } from '../domain/ids.ts';
import { bendAdapter } from '../testing/bent-ports.ts';
import { chatOf, type EngineWorld, type Process, worldOn } from '../testing/engine-harness.ts';
import { settle } from '../testing/manual-clock.ts';
import { MemoryDisk } from '../testing/memory-store.ts';

const HOUR = 3_600_000;
const ANN = address('ann');
const UNREACHABLE = { code: 'fake.30003', scope: 'message', retryable: false, human: 'unreachable handset' } as const;
const NOTICE = 'The customer did not get your last message: unreachable handset';
const CORRECTION = 'The customer did get your message after all.';
const RECEIPTS = { presence: 'structured', waiting: true, receipts: true } as const;

class House {
  readonly disk = new MemoryDisk();
  readonly w: EngineWorld;

  constructor(maxAgeMs: Parameters<typeof worldOn>[1] = {}) {
    this.w = worldOn(this.disk, maxAgeMs, { capabilities: RECEIPTS });
  }

  /** A process in which a customer has spoken and an agent has answered. */
  async answered(...texts: readonly string[]): Promise<Process> {
    const process = await this.w.startProcess();
    await process.channel.say('ann', 'hello');
    await settle();
    await this.answer(...texts);
    return process;
  }

  async answer(...texts: readonly string[]): Promise<void> {
    for (const text of texts) this.w.contactCenter.say(chatOf(this.w, 'ann'), text);
    await settle();
  }

  of(text: string): { readonly deliveryId: Delivery['id'] } {
    return { deliveryId: this.w.medium.deliveryOf('ann', text) };
  }

  /** What the store has of the messages to the customer, in their order. */
  get rows(): readonly Delivery[] {
    return [...this.disk.deliveries.values()].filter(
      ({ direction, body }) => direction === 'toCustomer' && body.kind === 'message',
    );
  }

  get states(): readonly string[] {
    return this.rows.map(({ state }) => state);
  }

  get commits(): number {
    return [...this.disk.customers.values()].reduce((sum, { version }) => sum + version, 0);
  }
}

async function tell({ channel }: Process, receipt: Receipt): Promise<void> {
  await channel.context().receiveReceipt(ANN, receipt);
  await settle();
}

describe('a delivery of a channel with receipts', () => {
  it('is sent and holds nobody up, and delivered once the medium says so', async () => {
    const h = new House();
    const process = await h.answered('one', 'two');
    expect(h.rows).toMatchObject([
      { state: 'sent', awaitsReceipt: true },
      { state: 'sent', awaitsReceipt: true },
    ]);
    await tell(process, { of: h.of('two'), state: 'delivered', key: 'SM2' });
    expect(h.rows).toMatchObject([
      { state: 'sent', awaitsReceipt: true },
      { state: 'delivered', awaitsReceipt: false, remoteKey: 'SM2', reason: null },
    ]);
    expect(process.traces.at(-1)).toMatchObject({ step: 'delivery.receipt', state: 'delivered', code: null });
    expect(process.traces.filter(({ step }) => step === 'delivery.settled')).toHaveLength(4);
  });

  it('fails when the medium says so, and the agent is told', async () => {
    const h = new House();
    const process = await h.answered('one');
    await tell(process, { of: h.of('one'), state: 'failed', failure: UNREACHABLE });
    expect(h.rows).toMatchObject([{ state: 'failed', awaitsReceipt: false, reason: 'unreachable handset' }]);
    expect(h.w.contactCenter.heard).toEqual(['hello', NOTICE]);
    expect(process.traces).toContainEqual(
      expect.objectContaining({ step: 'delivery.receipt', state: 'failed', code: 'fake.30003' }),
    );
  });

  it('is sent once more if that may help, and the agent is told only when that fails too', async () => {
    const h = new House();
    const process = await h.answered('one', 'two');
    const again: Receipt = { of: h.of('one'), state: 'failed', failure: { ...UNREACHABLE, retryable: true } };
    await tell(process, again);
    await tell(process, again);
    const [first, , third] = h.rows;
    expect(h.rows).toMatchObject([{ state: 'failed' }, { state: 'sent' }, { state: 'sent', awaitsReceipt: true }]);
    expect(third).toMatchObject({ retryOf: first?.id, body: first?.body });
    expect(h.w.contactCenter.heard).toEqual(['hello']);
    await tell(process, { ...again, of: { deliveryId: third?.id ?? deliveryId('none') } });
    expect(h.states).toEqual(['failed', 'sent', 'failed']);
    expect(h.w.contactCenter.heard).toEqual(['hello', NOTICE]);
  });

  it('of unknown outcome is sent once the medium says that it has it, and not sent again', async () => {
    const h = new House();
    const process = await h.answered();
    h.w.medium.fault = () => 'unknownAfter';
    await h.answer('one');
    expect(h.states).toEqual(['unknown']);
    h.w.medium.fault = () => 'none';
    await tell(process, { of: h.of('one'), state: 'sent', key: 'SM1' });
    await h.w.clock.advance(60_000);
    expect(h.rows).toMatchObject([{ state: 'sent', awaitsReceipt: true, remoteKey: 'SM1', attempts: 1 }]);
    await tell(process, { of: h.of('one'), state: 'delivered' });
    await tell(process, { of: h.of('one'), state: 'sent', key: 'SM1' });
    expect(h.rows).toMatchObject([{ state: 'delivered', remoteKey: 'SM1' }]);
  });

  it('is settled by a receipt that is faster than the answer to the write, whatever that answer is', async () => {
    for (const fault of ['none', 'unknownAfter'] as const) {
      const h = new House();
      h.w.medium.fault = () => fault;
      h.w.medium.early = ({ id }) => ({ of: { deliveryId: id }, state: 'delivered', key: 'SM1' });
      await h.answered('one', 'two');
      await h.w.clock.advance(60_000);
      expect(h.rows).toMatchObject([
        { state: 'delivered', remoteKey: 'SM1', attempts: 1 },
        { state: 'delivered', remoteKey: 'SM1', attempts: 1 },
      ]);
      expect(h.w.medium.messages('ann')).toEqual(['one', 'two']);
    }
  });

  it('fails by such a receipt too, and what stands behind it goes out', async () => {
    const h = new House();
    h.w.medium.early = ({ id, body }) =>
      body.text === 'one' ? { of: { deliveryId: id }, state: 'failed', failure: UNREACHABLE } : null;
    await h.answered('one', 'two');
    expect(h.states).toEqual(['failed', 'sent']);
    expect(h.w.contactCenter.heard).toEqual(['hello', NOTICE]);
  });

  it('has what the adapter wants to know again, though the receipt was faster', async () => {
    const h = new House();
    h.w.medium.early = ({ id }) => ({ of: { deliveryId: id }, state: 'delivered' });
    const known: unknown[] = [];
    bendAdapter(h.w, (real) => ({
      deliver: async (outbound, signal) => {
        if (outbound.delivery.body.kind === 'message') known.push(outbound.adapterState);
        return { ...(await real.deliver(outbound, signal)), adapterState: outbound.delivery.body.text };
      },
    }));
    await h.answered('one');
    await h.answer('two');
    expect(known).toEqual([null, 'one']);
  });

  it('of unknown outcome is settled by its receipt and not sent again', async () => {
    const h = new House();
    const process = await h.answered();
    h.w.medium.fault = () => 'unknownAfter';
    await h.answer('one');
    expect(h.states).toEqual(['unknown']);
    await tell(process, { of: h.of('one'), state: 'delivered' });
    h.w.medium.fault = () => 'none';
    await h.w.clock.advance(HOUR);
    expect(h.rows).toMatchObject([{ state: 'delivered', attempts: 1, repeated: false }]);
  });

  it('that was being sent when the process died is settled by what the next one is told', async () => {
    const h = new House();
    const first = await h.answered();
    h.w.medium.early = () => {
      first.crash.kill();
      return null;
    };
    await h.answer('one');
    expect(h.states).toEqual(['sending']);
    h.w.medium.early = () => null;
    h.w.kill(first);
    h.w.medium.fault = () => 'down';
    const second = await h.w.startProcess();
    await tell(second, { of: h.of('one'), state: 'delivered' });
    h.w.medium.fault = () => 'none';
    await h.w.clock.advance(HOUR);
    expect(h.states).toEqual(['delivered']);
    expect(h.w.medium.unflaggedRepeats).toEqual([]);
  });

  it('is never brought back by a late receipt, but the agent hears once that it arrived', async () => {
    const h = new House({ toCustomer: HOUR });
    const process = await h.answered();
    h.w.medium.fault = () => 'unknownAfter';
    await h.answer('one');
    await h.w.clock.advance(2 * HOUR);
    expect(h.states).toEqual(['expired']);
    for (const _time of [1, 2, 3]) await tell(process, { of: h.of('one'), state: 'delivered' });
    await tell(process, { of: h.of('one'), state: 'failed', failure: UNREACHABLE });
    expect(h.states).toEqual(['expired']);
    expect(h.w.contactCenter.heard.slice(1)).toEqual([expect.stringContaining('could not be delivered'), CORRECTION]);
  });

  it('stays delivered whatever is told after', async () => {
    const h = new House();
    const process = await h.answered('one');
    await tell(process, { of: h.of('one'), state: 'delivered' });
    const { commits } = h;
    await tell(process, { of: h.of('one'), state: 'failed', failure: UNREACHABLE });
    await tell(process, { of: h.of('one'), state: 'delivered' });
    expect([h.states, h.commits]).toEqual([['delivered'], commits]);
    expect(h.w.contactCenter.heard).toEqual(['hello']);
  });
});

describe('what a reader has read', () => {
  it('is delivered: everything told in that range, part by part, and nothing else', async () => {
    const h = new House();
    const process = await h.answered('one', 'two', 'three');
    const numbers = h.rows.map(({ timelineNumber }) => timelineNumber ?? 0);
    await tell(process, { of: { after: numbers[0] ?? 0, upTo: numbers[1] ?? 0 }, state: 'delivered' });
    expect(h.states).toEqual(['sent', 'delivered', 'sent']);
    await tell(process, { of: { upTo: numbers[2] ?? 0 }, state: 'delivered' });
    expect(h.states).toEqual(['delivered', 'delivered', 'delivered']);
    const { commits } = h;
    await tell(process, { of: { upTo: 1_000 }, state: 'delivered' });
    expect(h.commits).toBe(commits);
  });

  it('settles what is outstanding, and a long list in several steps', async () => {
    const h = new House();
    const process = await h.answered(...Array.from({ length: 450 }, (_, index) => `m${index}`));
    h.w.medium.fault = () => 'unknownAfter';
    await h.answer('last');
    expect(h.states.at(-1)).toBe('unknown');
    const { commits } = h;
    await tell(process, { of: { upTo: 1_000 }, state: 'delivered' });
    expect(new Set(h.states)).toEqual(new Set(['delivered']));
    expect(h.commits).toBe(commits + 3);
  });

  it('says nothing of a status that shows nothing', async () => {
    const h = new House();
    await h.answered();
    const waiting = [...h.disk.deliveries.values()].filter(({ body }) => body.kind === 'status');
    expect(waiting).toMatchObject([{ state: 'sent', awaitsReceipt: false, timelineNumber: null }]);
  });
});

describe('a receipt', () => {
  it('of what nobody knows, or of another customer, changes nothing and costs no commit', async () => {
    const h = new House();
    const process = await h.answered('one');
    const { commits } = h;
    const context = process.channel.context();
    await tell(process, { of: { deliveryId: deliveryId('nobody') }, state: 'delivered' });
    await context.receiveReceipt(address('bob'), { of: h.of('one'), state: 'failed', failure: UNREACHABLE });
    await context.receiveReceipt(address('bob'), { of: { upTo: 9 }, state: 'delivered' });
    const said = [...h.disk.deliveries.values()].find(({ direction }) => direction === 'toAgent');
    const toAgent = { deliveryId: said?.id ?? deliveryId('none') };
    await tell(process, { of: toAgent, state: 'failed', failure: UNREACHABLE });
    await settle();
    expect([h.states, h.commits, h.disk.customers.size]).toEqual([['sent'], commits, 1]);
  });

  it('is taken of a customer who is not at work, by a later process too', async () => {
    const h = new House();
    const first = await h.answered('one');
    h.w.contactCenter.end(chatOf(h.w, 'ann'));
    await h.w.clock.advance(60_000);
    await first.engine.stop(1_000);
    const second = await h.w.startProcess();
    await tell(second, { of: h.of('one'), state: 'delivered' });
    expect(h.states).toEqual(['delivered']);
  });

  it('is taken while the bridge stops, until the adapter has stopped', async () => {
    const h = new House();
    const told: Promise<void>[] = [];
    bendAdapter(h.w, () => ({
      stop: async () => {
        told.push(process.channel.context().receiveReceipt(ANN, { of: h.of('one'), state: 'delivered' }));
        await Promise.all(told);
      },
    }));
    const process = await h.answered('one');
    await process.engine.stop(1_000);
    expect([told.length, h.states]).toEqual([1, ['delivered']]);
    await expect(
      process.channel.context().receiveReceipt(ANN, { of: h.of('one'), state: 'delivered' }),
    ).rejects.toMatchObject({ code: 'bridge.not-accepting' });
  });

  it('of an adapter that declares none is a mistake', async () => {
    const w = worldOn(new MemoryDisk());
    const { channel } = await w.startProcess();
    await expect(channel.context().receiveReceipt(ANN, { of: { upTo: 1 }, state: 'delivered' })).rejects.toThrow(
      TypeError,
    );
  });

  it('costs one commit, and a channel without receipts pays nothing for it', async () => {
    const paid: number[] = [];
    for (const capabilities of [RECEIPTS, { presence: 'structured', waiting: true }] as const) {
      const disk = new MemoryDisk();
      const w = worldOn(disk, {}, { capabilities });
      const { channel } = await w.startProcess();
      await channel.say('ann', 'hello');
      await settle();
      const commits = () => [...disk.customers.values()].reduce((sum, { version }) => sum + version, 0);
      const before = commits();
      for (let count = 0; count < 50; count += 1) {
        await channel.say('ann', `to the agent ${count}`);
        await settle();
        w.contactCenter.say(chatOf(w, 'ann'), `to the customer ${count}`);
        await settle();
      }
      paid.push(commits() - before);
      const awaited = [...disk.deliveries.values()].filter(({ awaitsReceipt }) => awaitsReceipt);
      expect(awaited).toHaveLength(capabilities === RECEIPTS ? 50 : 0);
      if (capabilities !== RECEIPTS) continue;
      await channel.context().receiveReceipt(ANN, { of: { upTo: 1_000 }, state: 'delivered' });
      expect(commits() - before).toBe(201);
    }
    // Two for each message and direction.
    expect(paid).toEqual([200, 200]);
  });
});
