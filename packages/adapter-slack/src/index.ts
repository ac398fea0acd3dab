export { adapter } from './adapter.ts';
export type { SlackOptions } from './options.ts';
