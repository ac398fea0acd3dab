import { describe, expect, it } from 'vitest';
import type { AdapterCapabilities } from '../contracts/abilities.ts';
import type { TimerHandle } from '../contracts/runtime.ts';
import { NotAcceptingError } from '../domain/errors.ts';
import { channelName } from '../domain/ids.ts';
import { worldOn } from '../testing/engine-harness.ts';
import { ManualClock } from '../testing/manual-clock.ts';
import { MemoryDisk } from '../testing/memory-store.ts';
import { Admission } from './admission.ts';

const LOOK_MS = 25;
const web = channelName('web');

/** The clock of a process whose timers come late. */
class LateClock extends ManualClock {
  lateMs = 0;

  override setTimeout(callback: () => void, delayMs: number): TimerHandle {
    return super.setTimeout(callback, delayMs + this.lateMs);
  }
}

async function afterRequests(admission: Admission, clock: LateClock, requests: number): Promise<void> {
  for (let request = 0; request < requests; request += 1) {
    admission.admits(web);
    await clock.advance(LOOK_MS + clock.lateMs);
  }
}

interface SetUp {
  readonly clock: LateClock;
  readonly admission: Admission;
  readonly log: readonly string[];
  /** The channel of each request that was turned away. */
  readonly shed: readonly string[];
}

function setUp(lateMs: number, utilization?: () => number): SetUp {
  const clock = new LateClock();
  clock.lateMs = lateMs;
  const log: string[] = [];
  const note = (facts: object): void => void log.push((facts as { readonly event: string }).event);
  const logger = { debug: note, info: note, warn: note, error: note };
  const shed: string[] = [];
  const onShed = (channel: string): void => void shed.push(channel);
  const admission = new Admission({ clock, logger, onShed, ...(utilization === undefined ? {} : { utilization }) });
  return { clock, log, shed, admission };
}

describe('admission', () => {
  it.each([
    ['takes everything while timers come in time', 0, true, true],
    ['takes everything while they come a little late', 200, true, true],
    ['turns new conversations away first', 300, true, false],
    ['then everything', 600, false, false],
  ])('%s', async (_name, lateMs, all, fresh) => {
    const { clock, admission } = setUp(lateMs);
    await afterRequests(admission, clock, 3);
    expect(admission.admits(web)).toBe(all);
    if (fresh) admission.admitNew(web);
    else expect(() => admission.admitNew(web)).toThrow(NotAcceptingError);
  });

  it.each([
    ['while it sends in time', 1, 900, true, true],
    ['new conversations no more when sends take a second', 1, 1_000, true, false],
    ['nothing when they take two', 1, 2_000, false, false],
    ['everything if that is not for want of time', 0.8, 9_000, true, true],
  ])('takes, in a process that is busy: %s', async (_name, busy, tookMs, all, fresh) => {
    const { clock, admission } = setUp(0, () => busy);
    await afterRequests(admission, clock, 3);
    admission.noteSend(tookMs);
    expect(admission.admits(web)).toBe(all);
    if (fresh) admission.admitNew(web);
    else expect(() => admission.admitNew(web)).toThrow(NotAcceptingError);
  });

  it('takes everything again once sends are quick, or there are none any more', async () => {
    const { clock, admission, log } = setUp(0, () => 1);
    await afterRequests(admission, clock, 3);
    admission.noteSend(3_000);
    expect(admission.admits(web)).toBe(false);
    admission.noteSend(50);
    expect(admission.admits(web)).toBe(true);
    admission.noteSend(3_000);
    expect(admission.admits(web)).toBe(false);
    await afterRequests(admission, clock, 100);
    expect(admission.admits(web)).toBe(true);
    expect(log).toEqual(['requests.shed', 'requests.taken-again', 'requests.shed', 'requests.taken-again']);
  });

  it('does not mind a single pause', async () => {
    const { clock, admission } = setUp(0);
    await afterRequests(admission, clock, 3);
    clock.lateMs = 1_500;
    await afterRequests(admission, clock, 1);
    expect(admission.admits(web)).toBe(true);
  });

  it('recovers when there is less to do, and says both', async () => {
    const { clock, admission, log } = setUp(600);
    await afterRequests(admission, clock, 5);
    expect(admission.admits(web)).toBe(false);
    clock.lateMs = 0;
    await clock.advance(1_000);
    await afterRequests(admission, clock, 1);
    expect(admission.admits(web)).toBe(true);
    expect(log).toEqual(['requests.shed', 'requests.taken-again']);
  });

  it('tells of each request that it turns away, and of no other', async () => {
    const { clock, admission, shed } = setUp(600);
    await afterRequests(admission, clock, 3);
    expect(shed).toEqual([]);
    admission.admits(web);
    expect(() => admission.admitNew(web)).toThrow(NotAcceptingError);
    expect(shed).toEqual(['web', 'web']);
  });

  it('forgets what it knew when nobody has asked for a while', async () => {
    const { clock, admission } = setUp(600);
    await afterRequests(admission, clock, 5);
    await clock.advance(3_000);
    expect(admission.admits(web)).toBe(true);
  });

  it('runs nothing while nobody asks, nor after it was stopped', async () => {
    const { clock, admission } = setUp(0);
    await afterRequests(admission, clock, 3);
    expect(clock.armed).toBe(0);
    admission.admits(web);
    admission.stop();
    expect(clock.armed).toBe(0);
  });
});

describe('with too much to do', () => {
  const request = { method: 'POST', url: '/', headers: {}, body: async () => new Uint8Array(), signal: stays() };

  async function overloaded(lateMs: number, capabilities: AdapterCapabilities) {
    const w = worldOn(new MemoryDisk(), {}, { capabilities });
    const real = w.clock.setTimeout.bind(w.clock);
    const { engine, channel } = await w.startProcess();
    await channel.say('ann', 'hello');
    await w.clock.advance(1_000);
    w.clock.setTimeout = (callback, delayMs) => real(callback, delayMs + lateMs);
    for (let requests = 0; requests < 3; requests += 1) {
      await engine.handle('web', request);
      await w.clock.advance(LOOK_MS + lateMs);
    }
    return { engine, channel };
  }

  it('a channel whose senders come again answers 503 and says when', async () => {
    const { engine } = await overloaded(600, { presence: 'structured', sheds: true });
    expect(await engine.handle('web', request)).toMatchObject({ status: 503, headers: { 'retry-after': '2' } });
  });

  it('it takes what belongs to open conversations for longer', async () => {
    const { channel } = await overloaded(300, { presence: 'structured', sheds: true });
    await channel.say('ann', 'are you there?');
    await expect(channel.say('bob', 'hello')).rejects.toMatchObject({ code: 'bridge.not-accepting' });
  });

  it('any other takes everything, since what a provider is refused once is lost', async () => {
    const { engine, channel } = await overloaded(600, { presence: 'structured' });
    expect(await engine.handle('web', request)).toMatchObject({ status: 404 });
    await channel.say('bob', 'hello');
  });
});

function stays(): AbortSignal {
  return new AbortController().signal;
}
