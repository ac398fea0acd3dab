export { ManualClock, settle } from './manual-clock.ts';
export type { SuiteRunner } from './runner.ts';
