export { adapter } from './adapter.ts';
export type { HttpOptions } from './options.ts';
export type { PublicEvent, PublicEventType } from './public-event.ts';
