export { adapter } from './adapter.ts';
export type * from './event-types.ts';
export type { HttpOptions } from './options.ts';
