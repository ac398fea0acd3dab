/** What a conformance suite needs of a test runner; vitest, jest, mocha and node:test all have it. */
export interface SuiteRunner {
  readonly describe: (name: string, body: () => void) => void;
  readonly it: (name: string, body: () => Promise<void>) => void;
}
