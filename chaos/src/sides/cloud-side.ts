import type { Chance } from '@trunkline/bench/chance';
import type { Arrived } from '../oracle/account.ts';
import { Hearing } from './hearing.ts';
import { PlayedCloud } from './played-cloud.ts';
import type { Manners, Saying, Surroundings, Trouble } from './side.ts';

/** So long whoever has said something waits before the next, as people do; then the medium has gone astray with it. */
const HEARD_WITHIN_MS = 6_000;
const AT_ONCE = 8;
/** What agents say, whatever stands before it. */
const SPOKEN = /(?:echo: |by the way, number \d+)[\s\S]*$/;

/** What Twilio's side and Slack's have in common: a cloud between the customers and the bridge, which can be asked. */
export abstract class CloudSide {
  abstract readonly channel: string;
  /** Rules of the cloud's control API that make it behave like that. */
  protected abstract rulesFor(manners: Exclude<Manners, 'well'>, chance: Chance): readonly object[];
  protected abstract rulesOf(trouble: Trouble, chance: Chance): readonly object[];
  /** Everything that has reached a customer, oldest first. */
  protected abstract read(customer: string): Promise<readonly { readonly text: string; readonly at: number }[]>;
  abstract heardAs(saying: Saying): string;
  abstract plain(text: string): string;

  readonly namesFailures = false;
  readonly givenUp: ReadonlyMap<string, string> = new Map();
  readonly problems: string[] = [];
  readonly lastAt = 0;
  readonly #arrived = new Map<string, readonly Arrived[]>();
  readonly #astray = new Set<string>();
  #cloud: PlayedCloud | null = null;
  #hearing: Hearing | null = null;

  protected get cloud(): PlayedCloud {
    if (this.#cloud === null) throw new TypeError('the side is not open');
    return this.#cloud;
  }

  protected async begin(vendor: 'twilio' | 'slack', flags: readonly string[], around: Surroundings): Promise<void> {
    this.#cloud = await PlayedCloud.start(vendor, flags);
    this.#hearing = new Hearing(around.recorded);
  }

  /** Waits until the bridge has it, and notes if that takes too long. */
  protected async follow(id: string, saying: Saying): Promise<void> {
    if ((await this.#hearing?.heard(id, HEARD_WITHIN_MS)) === false)
      this.#astray.add(`${saying.customer} ${this.plain(this.heardAs(saying))}`);
  }

  wentAstray(customer: string, heard: string): boolean {
    return this.#astray.has(`${customer} ${heard}`);
  }

  async behave(manners: Manners, chance: Chance): Promise<void> {
    if (manners === 'well') await this.cloud.control('DELETE', '/faults');
    else for (const rule of this.rulesFor(manners, chance)) await this.cloud.control('POST', '/faults', rule);
  }

  async suffer(trouble: Trouble, chance: Chance): Promise<boolean> {
    const rules = this.rulesOf(trouble, chance);
    for (const rule of rules) await this.cloud.control('POST', '/faults', rule);
    return rules.length > 0;
  }

  async gather(customers: readonly string[]): Promise<void> {
    const left = customers.values();
    const gatherSome = async (): Promise<void> => {
      for (const customer of left) {
        const all = await this.read(customer);
        const spoken = all.flatMap(({ text, at }) => {
          const [words] = SPOKEN.exec(text) ?? [];
          return words === undefined ? [] : [{ text: this.plain(words), at, late: false }];
        });
        this.#arrived.set(customer, spoken);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, gatherSome));
  }

  arrived(customer: string): readonly Arrived[] {
    return this.#arrived.get(customer) ?? [];
  }

  /** Nothing of what comes to a phone or into a thread has an id of the bridge's: all of it counts by its effect. */
  cameAgain(): readonly never[] {
    return [];
  }

  async close(): Promise<void> {
    await this.#cloud?.close();
  }
}
