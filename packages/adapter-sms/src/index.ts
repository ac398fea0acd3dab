export { adapter } from './adapter.ts';
export type { SmsOptions } from './options.ts';
