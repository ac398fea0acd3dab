import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Book } from '../load/book.ts';
import type { Accounts } from '../scene.ts';
import type { Result } from './result.ts';

interface Kept {
  readonly folder: string;
  readonly result: Result;
  readonly accounts: Accounts;
  readonly book: Book;
}

/** All that is known of the customers with whom something went wrong. */
export async function keepEvidence({ folder, result, accounts, book }: Kept): Promise<void> {
  const { transcripts, entries } = accounts;
  const customers = new Set(result.bad.map(({ customer }) => customer));
  const cases = [...book.customers]
    .filter(([customer]) => customers.has(customer))
    .map(([customer, { side, all }]) => ({
      customer,
      said: all,
      chats: transcripts.filter(({ chat }) => chat.displayName === customer),
      told: side.arrived(customer),
      cameAgain: side.cameAgain(customer),
      ledger: entries.filter((entry) => entry.customer === customer),
    }));
  await writeFile(join(folder, 'evidence.json'), JSON.stringify({ result, cases }, null, 2));
}
