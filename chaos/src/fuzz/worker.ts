import { setImmediate as turn } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { Draw } from './draw.ts';
import { Violation } from './target.ts';
import { targetNamed } from './targets.ts';
import { type Finding, inputText, smallest, type Tally, type Work } from './work.ts';

/** So many inputs between two looks at what was left behind: rejections that nobody caught come only then. */
const BETWEEN_TURNS = 16;
const NEWS_EVERY = 512;

const { target, seed, from, to, at } = workerData as Work;
const place = new Float64Array(at);
const findings: Finding[] = [];
let [accepted, refused, crashes, wronglyTaken, slowestMs, number] = [0, 0, 0, 0, 0, from];
let input: unknown = null;

function note(kind: Finding['kind'], error: unknown): void {
  if (kind === 'violation') wronglyTaken += 1;
  else crashes += 1;
  const what =
    error instanceof Violation
      ? error.message
      : error instanceof Error
        ? (error.stack ?? error.message)
        : String(error);
  findings.push({ target, seed, number, kind, what, input: inputText(input) });
  findings.splice(0, findings.length, ...smallest(findings));
}

process.on('unhandledRejection', (error) => note('rejection', error));
process.on('uncaughtException', (error) => note('crash', error));

const subject = await targetNamed(target).open();
for (; number < to; number += 1) {
  input = subject.make(new Draw(seed, target, number));
  const began = performance.now();
  place[1] = began;
  place[0] = number;
  try {
    const judged = subject.judge(input);
    if ((judged instanceof Promise ? await judged : judged) === 'accepted') accepted += 1;
    else refused += 1;
  } catch (error) {
    note(error instanceof Violation ? 'violation' : 'crash', error);
  }
  slowestMs = Math.max(slowestMs, performance.now() - began);
  if (number % BETWEEN_TURNS === 0) await turn();
  if (number % NEWS_EVERY === 0) parentPort?.postMessage({ number });
}
await turn();
await subject.close?.();
parentPort?.postMessage({
  tally: { inputs: to - from, accepted, refused, crashes, wronglyTaken, slowestMs, findings } satisfies Tally,
});
parentPort?.close();
process.exit();
