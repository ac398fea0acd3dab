/** How far the clocks of Slack and of this machine may be apart. */
const APART_MS = 300_000;

/** Slack's time, for what cannot be older than something of ours, or by no more than `earlierMs`. */
export function since(at: number, earlierMs: number = 0): string {
  return (Math.max(0, at - APART_MS - earlierMs) / 1_000).toFixed(6);
}
