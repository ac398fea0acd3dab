import { openConnection, openReader } from '../correctness/sqlite.ts';
import { type IsSending, sendingIn, Witness } from '../correctness/witness.ts';
import { holdNowAndThen } from '../correctness/write-lock.ts';
import { runClosedLoop } from '../load/closed-loop.ts';
import { readEcho } from '../load/message-text.ts';
import { openConversations } from '../load/open-conversations.ts';
import type { BenchRun } from './bench-run.ts';

const CUSTOMERS = 32;

export interface CommitOrder {
  readonly writes: number;
  readonly uncommitted: number;
}

/** Looks into the bridge's database whenever it writes to either side: `sending` must be committed by then. */
export async function watchCommits(run: BenchRun): Promise<CommitOrder> {
  let isSending: IsSending = async () => false;
  const witness = new Witness((direction, text) => isSending(direction, text));
  const stage = await run.open('bridge', { between: (sandboxUrl) => witness.open(sandboxUrl) });
  const { subject, customers, receiver } = stage;
  const reader = await openReader(subject.database ?? '');
  isSending = sendingIn(reader);
  const database = await openConnection(subject.database ?? '');
  receiver.onTold = (told) => {
    if (readEcho(told.text) !== null) void witness.saw('toCustomer', told.text);
    customers.told(told);
  };
  const over = new AbortController();
  try {
    await openConversations(stage, CUSTOMERS, run.settings.openWithinMs);
    const holding = holdNowAndThen(database, over.signal);
    const { commitsMs: measureMs } = run.settings;
    await runClosedLoop(stage, { customers: CUSTOMERS, atOnce: CUSTOMERS, warmUpMs: 0, measureMs });
    over.abort();
    await holding;
  } finally {
    over.abort();
    database.close();
    await reader.close();
  }
  const { writes, uncommitted } = witness;
  run.progress(`commits: ${writes} writes watched, ${uncommitted} not committed before`);
  run.fault({
    subject: 'bridge',
    figure: 'commits',
    what: 'writes before `sending` was committed',
    count: uncommitted,
  });
  if (writes === 0) run.fault({ subject: 'bridge', figure: 'commits', what: 'no write was seen at all', count: 1 });
  await run.finish(stage, 'commits');
  await witness.close();
  return { writes, uncommitted };
}
