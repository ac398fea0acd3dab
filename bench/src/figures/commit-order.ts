import { openConnection, openReader, type StoreReader } from '../correctness/sqlite.ts';
import { Witness } from '../correctness/witness.ts';
import { holdNowAndThen } from '../correctness/write-lock.ts';
import { runClosedLoop } from '../load/closed-loop.ts';
import { readEcho } from '../load/message-text.ts';
import { openConversations } from '../load/open-conversations.ts';
import type { BenchRun } from './bench-run.ts';

const CUSTOMERS = 32;
/** More are never under way. */
const MOST_SENDING = 4 * CUSTOMERS;

export interface CommitOrder {
  readonly writes: number;
  readonly uncommitted: number;
}

/** Looks into the bridge's database whenever it writes to either side: `sending` must be committed by then. */
export async function watchCommits(run: BenchRun): Promise<CommitOrder> {
  let reader: StoreReader | null = null;
  const witness = new Witness(async (direction, text) => {
    const sending = await reader?.deliveries({ states: ['sending'], limit: MOST_SENDING });
    return sending?.some((one) => one.direction === direction && one.body.text === text) ?? false;
  });
  const stage = await run.open('bridge', { between: (sandboxUrl) => witness.open(sandboxUrl) });
  const { subject, customers, receiver } = stage;
  reader = await openReader(subject.database ?? '');
  const database = await openConnection(subject.database ?? '');
  receiver.onTold = (told) => {
    if (readEcho(told.text) !== null) void witness.saw('toCustomer', told.text);
    customers.told(told);
  };
  const over = new AbortController();
  try {
    await openConversations(stage, CUSTOMERS);
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
