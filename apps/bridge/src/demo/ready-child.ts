import { type Child, type ChildEnd, describeEnd } from './child.ts';
import { DemoError } from './demo-error.ts';
import { untilReady } from './until-ready.ts';

const START_TIMEOUT_MS = 30_000;

export interface Awaited {
  /** For the error message. */
  readonly name: string;
  readonly url: string;
  readonly signal: AbortSignal;
}

/** Resolves once the child answers at that address. If it does not, it is gone when this rejects. */
export async function readyChild(child: Child, { name, url, signal }: Awaited): Promise<void> {
  const gaveUp = new AbortController();
  const limit = AbortSignal.any([signal, gaveUp.signal, AbortSignal.timeout(START_TIMEOUT_MS)]);
  const early = child.ended.then((end: ChildEnd) => {
    throw new DemoError(`${name} ended ${describeEnd(end)}`);
  });
  try {
    await Promise.race([untilReady(url, limit), early]);
  } catch (error) {
    child.kill();
    await child.ended;
    if (error instanceof DemoError || signal.aborted) throw error;
    throw new DemoError(`${name} did not get ready in ${START_TIMEOUT_MS / 1_000} s`);
  } finally {
    gaveUp.abort();
    early.catch(() => undefined);
  }
}
