export { adapter } from './adapter.ts';
export { type ManifestOptions, slackManifest } from './manifest.ts';
export type { SlackOptions } from './options.ts';
