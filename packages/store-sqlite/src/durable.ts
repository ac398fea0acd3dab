/** fullfsync: what makes a commit survive a power cut on macOS; elsewhere it changes nothing. */
export const DURABLE = 'PRAGMA synchronous = FULL; PRAGMA fullfsync = ON; PRAGMA checkpoint_fullfsync = ON;';
