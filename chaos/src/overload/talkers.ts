import { setTimeout as sleep } from 'node:timers/promises';
import type { Scene } from '../scene.ts';
import type { Saying } from '../sides/side.ts';

/** Customers by number, each of whom says one thing after the other. */
export class Talkers {
  readonly #scene: Scene;
  readonly #said = new Map<number, number>();
  readonly #waiting = new Map<string, () => void>();

  constructor(scene: Scene) {
    this.#scene = scene;
    scene.web.onArrived = (customer) => {
      this.#waiting.get(customer)?.();
      this.#waiting.delete(customer);
    };
  }

  next(who: number): Saying {
    const number = this.#said.get(who) ?? 0;
    this.#said.set(who, number + 1);
    return { customer: `customer-${who}`, number, text: `${who} ${number} is there any news of the parcel?` };
  }

  /** Says it until it is accepted. */
  async say(who: number, signal: AbortSignal): Promise<void> {
    const { web, bridge, book } = this.#scene;
    const saying = this.next(who);
    book.note(web, saying, await web.say(bridge.url, saying, signal));
  }

  /** Resolves when the agent's answer is there as well. */
  async roundTrip(who: number, signal: AbortSignal): Promise<void> {
    await Promise.all([this.#answered(`customer-${who}`, signal), this.say(who, signal)]);
  }

  /** Rejects when nobody waits any more: the answer of a bridge that is gone never comes. */
  #answered(customer: string, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const giveUp = (): void => reject(signal.reason);
      signal.addEventListener('abort', giveUp, { once: true });
      this.#waiting.set(customer, () => {
        signal.removeEventListener('abort', giveUp);
        resolve();
      });
    });
  }

  /** So many customers, none before the one before is under way, so many at the same time. */
  async openAll(count: number, atOnce: number, signal: AbortSignal): Promise<void> {
    const everybody = Array.from({ length: count }, (_, who) => who).values();
    const work = async (): Promise<void> => {
      for (const who of everybody) await this.roundTrip(who, signal);
    };
    await Promise.all(Array.from({ length: atOnce }, work));
  }

  /** Round trips a second with so many at the same time, measured for a while. */
  async carried(atOnce: number, forMs: number, signal: AbortSignal): Promise<number> {
    const end = performance.now() + forMs;
    let done = 0;
    const work = async (who: number): Promise<void> => {
      while (performance.now() < end) {
        await this.roundTrip(who, signal);
        done += 1;
      }
    };
    await Promise.race([
      Promise.all(Array.from({ length: atOnce }, (_, who) => work(who))),
      sleep(forMs + 5_000, undefined, { signal }),
    ]);
    return done / (forMs / 1_000);
  }
}
