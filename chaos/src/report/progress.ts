const WIDTH = 30;
const LINE_EVERY_MS = 10_000;

/** Where progress is shown: a terminal, or lines for whoever reads them later. */
export interface Screen {
  readonly isTTY?: boolean | undefined;
  write(text: string): unknown;
}

/** A bar that grows on a terminal; elsewhere a line now and then. */
export class Progress {
  readonly #screen: Screen;
  #lineAt = Number.NEGATIVE_INFINITY;

  constructor(screen: Screen) {
    this.#screen = screen;
  }

  show(done: number, of: number, words: string): void {
    const share = of === 0 ? 1 : Math.min(1, done / of);
    const bar = `[${'#'.repeat(Math.round(share * WIDTH)).padEnd(WIDTH)}] ${done}/${of} ${words}`;
    if (this.#screen.isTTY) return void this.#screen.write(`\r\u001b[K${bar}`);
    if (performance.now() - this.#lineAt < LINE_EVERY_MS) return;
    this.#lineAt = performance.now();
    this.#screen.write(`${bar}\n`);
  }

  /** A line of its own. */
  say(words: string): void {
    this.#screen.write(this.#screen.isTTY ? `\r\u001b[K${words}\n` : `${words}\n`);
  }
}
