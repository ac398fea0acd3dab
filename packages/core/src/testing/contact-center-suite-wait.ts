import { performance } from 'node:perf_hooks';

const PATIENCE_MS = 4_000;

/** Resolves as soon as something is so, looking again whenever the process has had its turn; rejects when it never is. */
export async function waitUntil(what: string, isSo: () => boolean | Promise<boolean>): Promise<void> {
  const until = performance.now() + PATIENCE_MS;
  while (!(await isSo())) {
    if (performance.now() > until) throw new Error(`Waited in vain for ${what}.`);
    await new Promise<void>((resolve) => setImmediate(resolve));
  }
}
