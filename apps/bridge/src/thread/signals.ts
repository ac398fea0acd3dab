/** Those that ask the bridge to stop. */
export const SIGNALS = ['SIGTERM', 'SIGINT'] as const;
