import type { QueueOption, SlackOptions } from './options.ts';

/** The options with their defaults. */
export interface AppliedOptions {
  readonly command: string;
  readonly internalPrefix: string | null;
  readonly contextMessages: number;
  readonly queues: readonly QueueOption[];
  readonly allows: Allows;
}

/** Who may start, and where. */
export interface Allows {
  channel(id: string): boolean;
  user(id: string): boolean;
}

const DEFAULT_COMMAND = '/agent';
const INTERNAL_PREFIX = '//';
const CONTEXT_MESSAGES = 20;

export function applyOptions(options: SlackOptions): AppliedOptions {
  const { allow = {}, internalPrefix } = options;
  const users = allow.users === undefined ? null : new Set(allow.users);
  const channels = allow.channels === undefined ? null : new Set(allow.channels);
  return {
    command: options.command ?? DEFAULT_COMMAND,
    internalPrefix: internalPrefix === undefined ? INTERNAL_PREFIX : internalPrefix,
    contextMessages: options.contextMessages ?? CONTEXT_MESSAGES,
    queues: options.queues ?? [],
    allows: {
      // A direct message to the app has one person in it: the list of people decides.
      channel: (id) => channels === null || channels.has(id) || id.startsWith('D'),
      user: (id) => users === null || users.has(id),
    },
  };
}
