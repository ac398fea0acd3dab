import type { Settings } from '../settings.ts';
import { openStage, type Stage, type StageOptions } from '../stage.ts';
import type { SubjectName } from '../subjects/subject.ts';

/** Something that must not happen, and did. */
export interface Fault {
  readonly subject: SubjectName;
  readonly figure: string;
  readonly what: string;
  readonly count: number;
}

/** One run of the bench: what all figures share. */
export class BenchRun {
  readonly settings: Settings;
  readonly progress: (text: string) => void;
  readonly faults: Fault[] = [];
  /** What was done with less than was asked for, and why. */
  readonly reduced: string[] = [];
  readonly #open = new Set<Stage>();
  readonly #startedAt: number = performance.now();

  constructor(settings: Settings, progress: (text: string) => void) {
    this.settings = settings;
    this.progress = progress;
  }

  get elapsedMs(): number {
    return performance.now() - this.#startedAt;
  }

  /** A stage whose subject runs. */
  async open(name: SubjectName, options: StageOptions = {}): Promise<Stage> {
    const stage = await openStage(name, options);
    this.#open.add(stage);
    await stage.subject.start();
    return stage;
  }

  /** Floor and bridge, each with everything of its own. */
  async openBoth(options: StageOptions = {}): Promise<readonly [Stage, Stage]> {
    return [await this.open('floor', options), await this.open('bridge', options)];
  }

  /** Ends a stage and notes what went wrong on it. */
  async finish(stage: Stage, figure: string): Promise<void> {
    const subject = stage.subject.name;
    const { toCustomers, toAgents, forged } = await stage.verify();
    for (const [side, faults] of Object.entries({ customers: toCustomers, agents: toAgents }))
      for (const [what, count] of Object.entries(faults))
        this.fault({ subject, figure, what: `${what} on the way to ${side}`, count });
    this.fault({ subject, figure, what: 'webhooks with a wrong signature', count: forged });
    const { refused } = stage.customers;
    if (refused > 0 && figure !== 'recovery')
      this.reduced.push(`${figure}: ${refused} requests that ${subject} did not take at first were repeated`);
    await this.#close(stage);
  }

  fault(fault: Fault): void {
    if (fault.count > 0) this.faults.push(fault);
  }

  /** Ends whatever still runs. */
  async cleanUp(): Promise<void> {
    await Promise.allSettled([...this.#open].map((stage) => this.#close(stage)));
  }

  async #close(stage: Stage): Promise<void> {
    this.#open.delete(stage);
    await stage.close();
  }
}
