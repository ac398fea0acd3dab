/** What the thread cannot find out by itself. */
export interface ThreadData {
  /** Whether standard output is a terminal. */
  readonly isTTY: boolean;
}
