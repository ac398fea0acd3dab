import { Worker } from 'node:worker_threads';
import { Draw } from './draw.ts';
import type { Target } from './target.ts';
import { added, type Finding, inputText, NOTHING, type Tally, type Work } from './work.ts';

/** No honest input takes a hundredth of it, on a busy machine either. */
const HANGS_AFTER_MS = 20_000;
const LOOK_EVERY_MS = 1_000;
const WORKER = new URL('./worker.js', import.meta.url);

export interface TargetRun {
  readonly target: Target;
  readonly seed: number;
  readonly inputs: number;
  /** Told how many are done. */
  readonly onProgress: (done: number) => void;
}

/** All inputs of one target, in a thread of its own, so that one that never ends can be named and passed over. */
export async function runTarget(run: TargetRun, signal: AbortSignal): Promise<Tally> {
  let sum = NOTHING;
  for (let from = 0; from < run.inputs; ) {
    signal.throwIfAborted();
    const { tally, hungAt } = await stretch(run, from, signal);
    if (hungAt === null) return added(sum, tally);
    const finding = await hang(run, hungAt);
    sum = added(sum, { ...NOTHING, inputs: hungAt + 1 - from, crashes: 1, findings: [finding] });
    from = hungAt + 1;
  }
  return sum;
}

interface Stretch {
  readonly tally: Tally;
  /** The input that it did not come back from; null: it has done all. */
  readonly hungAt: number | null;
}

async function stretch(
  { target, seed, inputs, onProgress }: TargetRun,
  from: number,
  signal: AbortSignal,
): Promise<Stretch> {
  const at = new SharedArrayBuffer(16);
  const place = new Float64Array(at);
  place[0] = -1;
  const work: Work = { target: target.name, seed, from, to: inputs, at };
  const worker = new Worker(WORKER, { workerData: work });
  const stop = (): void => void worker.terminate();
  signal.addEventListener('abort', stop, { once: true });
  try {
    return await new Promise<Stretch>((resolve, reject) => {
      let [known, since] = [-2, performance.now()];
      const watch = setInterval(() => {
        const now = place[0] ?? -1;
        if (now !== known) [known, since] = [now, performance.now()];
        if (now < 0 || performance.now() - since < HANGS_AFTER_MS) return;
        clearInterval(watch);
        void worker.terminate();
        resolve({ tally: NOTHING, hungAt: now });
      }, LOOK_EVERY_MS);
      worker.on('message', (news: { readonly number?: number; readonly tally?: Tally }) => {
        if (news.number !== undefined) onProgress(news.number);
        if (news.tally !== undefined) resolve({ tally: news.tally, hungAt: null });
      });
      worker.once('error', reject);
      worker.once('exit', (code) => {
        clearInterval(watch);
        reject(new Error(`the worker of ${target.name} ended with ${code} before it was done`));
      });
    });
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

async function hang({ target, seed }: TargetRun, number: number): Promise<Finding> {
  const subject = await target.open();
  const input = inputText(subject.make(new Draw(seed, target.name, number)));
  await subject.close?.();
  return { target: target.name, seed, number, kind: 'hang', what: `no end after ${HANGS_AFTER_MS} ms`, input };
}
