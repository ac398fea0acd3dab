import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { bridgeConfig, DEMO_CHANNEL, type DemoConfig, serverUrl } from './bridge-config.ts';
import { type Child, describeEnd, startChild } from './child.ts';
import type { Journal } from './journal.ts';
import { pathOfLogLine } from './log-line.ts';
import { pathEvent } from './path-event.ts';
import { readyChild } from './ready-child.ts';
import { DEMO_HOST } from './take-port.ts';

const RESTART_DELAYS_MS = [0, 250, 1_000, 2_500] as const;
const LONGEST_DELAY_MS = 5_000;
/** A bridge that ran this long is not one that cannot start. */
const STEADY_MS = 10_000;
const MAIN = fileURLToPath(new URL('../main.js', import.meta.url));

export interface BridgeStatus {
  readonly state: 'starting' | 'up' | 'down';
  readonly pid: number | null;
  readonly server: string;
  readonly admin: string;
  /** Where customers talk to it. */
  readonly channel: string;
}

/** What the bridge is told of the page. */
export type PageAddresses = Pick<DemoConfig, 'webhookUrl' | 'origins'>;

export interface KeeperOptions extends Omit<DemoConfig, keyof PageAddresses> {
  /** Where the config and the store are. */
  readonly folder: string;
  readonly journal: Journal;
}

/**
 * Keeps one bridge running, as a process supervisor would, and can kill it. Always on the same ports: pages that are open
 * may talk to that address and to no other, and Twilio posts there.
 */
export class BridgeKeeper {
  readonly #options: KeeperOptions;
  readonly #stopping: AbortController = new AbortController();
  #page: PageAddresses = { webhookUrl: '', origins: [] };
  #child: Child | null = null;
  #state: BridgeStatus['state'] = 'starting';
  #askedDownMs: number | null = null;
  #keeping: Promise<void> = Promise.resolve();

  constructor(options: KeeperOptions) {
    this.#options = options;
  }

  get status(): BridgeStatus {
    const { ports } = this.#options;
    const server = serverUrl(ports);
    return {
      state: this.#state,
      pid: this.#child?.pid ?? null,
      server,
      admin: `http://${DEMO_HOST}:${ports.admin}`,
      channel: `${server}/channels/${DEMO_CHANNEL}`,
    };
  }

  /** Resolves once the bridge takes messages; rejects, with nothing left running, if it does not. */
  async start(page: PageAddresses, signal: AbortSignal): Promise<void> {
    this.#page = page;
    await this.#launch(AbortSignal.any([signal, this.#stopping.signal]));
    this.#keeping = this.#keep();
  }

  /** `kill -9`; it is started again after that time. False: it is not up. */
  kill(downMs: number): boolean {
    if (this.#state !== 'up' || this.#child === null) return false;
    this.#askedDownMs = downMs;
    this.#state = 'down';
    this.#tell('bridge.killed', { pid: this.#child.pid, downMs });
    this.#child.kill();
    return true;
  }

  /** Drains the bridge and keeps it down. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#child?.stop();
    await this.#keeping;
  }

  async #keep(): Promise<void> {
    const { signal } = this.#stopping;
    let failures = 0;
    while (!signal.aborted) {
      const since = performance.now();
      const end = await this.#child?.ended;
      if (signal.aborted) return;
      this.#state = 'down';
      const asked = this.#askedDownMs;
      this.#askedDownMs = null;
      if (asked === null && end !== undefined) this.#tell('bridge.died', { how: describeEnd(end) });
      failures = asked !== null || performance.now() - since > STEADY_MS ? 0 : failures + 1;
      await wait(asked ?? restartDelayMs(failures), undefined, { signal }).catch(() => undefined);
      if (!signal.aborted) await this.#launch(signal).catch(() => undefined);
    }
  }

  async #launch(signal: AbortSignal): Promise<void> {
    const began = Date.now();
    this.#state = 'starting';
    const config = join(this.#options.folder, 'trunkline.yaml');
    await writeFile(config, bridgeConfig({ ...this.#options, ...this.#page }));
    signal.throwIfAborted();
    const child = startChild({
      script: MAIN,
      args: ['start', '--config', config],
      onLine: (line) => this.#heard(line),
    });
    this.#child = child;
    this.#tell('bridge.spawned', { pid: child.pid });
    await readyChild(child, { name: 'the bridge', url: `${this.status.server}/readyz`, signal });
    this.#state = 'up';
    this.#tell('bridge.ready', { pid: child.pid, ms: Date.now() - began });
  }

  #heard(line: string): void {
    const event = pathOfLogLine(line);
    if (event !== null) this.#options.journal.write(event);
  }

  #tell(step: string, facts: Parameters<typeof pathEvent>[2]): void {
    this.#options.journal.write(pathEvent('supervisor', step, facts));
  }
}

function restartDelayMs(failures: number): number {
  return RESTART_DELAYS_MS[failures] ?? LONGEST_DELAY_MS;
}
