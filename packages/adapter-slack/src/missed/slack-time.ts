/** As Slack writes times: seconds with six digits behind the point. */
export function timeOf(milliseconds: number): string {
  return (Math.max(0, milliseconds) / 1_000).toFixed(6);
}

export function millisecondsOf(ts: string): number {
  return Number(ts) * 1_000;
}
