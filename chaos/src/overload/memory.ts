import { rssKb } from '@trunkline/bench/process-usage';

const EVERY_MS = 500;

/** Watches how much memory a process holds, in MB, until it is stopped. */
export class Memory {
  most = 0;
  readonly #timer: NodeJS.Timeout;

  constructor(pid: () => number) {
    const read = (): void => {
      rssKb(pid()).then(
        (kb) => {
          this.most = Math.max(this.most, Math.round(kb / 1_024));
        },
        () => {},
      );
    };
    this.#timer = setInterval(read, EVERY_MS);
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}
