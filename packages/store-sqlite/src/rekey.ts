import type { Database, SqlValue } from './database.ts';
import { isSealed, type Sealing } from './sealing.ts';

interface SealedTable {
  readonly table: string;
  /** Its primary key. */
  readonly key: readonly string[];
  readonly columns: readonly string[];
}

/** Where what people said and what opens sessions stands. */
const TABLES: readonly SealedTable[] = [
  { table: 'customers', key: ['key'], columns: ['state'] },
  { table: 'bases', key: ['customer'], columns: ['state'] },
  { table: 'messages', key: ['key'], columns: ['author_name', 'text', 'attachments'] },
  { table: 'deliveries', key: ['key'], columns: ['body'] },
  { table: 'timeline', key: ['customer', 'number'], columns: ['body'] },
  { table: 'seen', key: ['customer', 'scope', 'name'], columns: ['fingerprint'] },
  { table: 'inbox', key: ['key'], columns: ['event'] },
  { table: 'entries', key: ['scope', 'key'], columns: ['value'] },
];
const ROWS_AT_ONCE = 500;

type Row = Readonly<Record<string, SqlValue>>;

/** Seals with the present key whatever is not, each page in a transaction of its own. */
export function rekey(database: Database, sealing: Sealing, progress: (done: number, all: number) => void): void {
  const all = TABLES.reduce((sum, { table }) => sum + sizeOf(database, table), 0);
  let done = 0;
  for (const table of TABLES) {
    for (let after: readonly SqlValue[] | null = null; ; ) {
      const rows: readonly Row[] = page(database, table, after);
      if (rows.length === 0) break;
      writePage(database, rows, { table, sealing });
      const last = rows.at(-1);
      after = table.key.map((name) => last?.[name] ?? null);
      done += rows.length;
      progress(done, all);
    }
  }
}

function page(database: Database, { table, key, columns }: SealedTable, after: readonly SqlValue[] | null): Row[] {
  const keys = key.join(', ');
  const behind = after === null ? '' : `WHERE (${keys}) > (${key.map(() => '?').join(', ')})`;
  const sql = `SELECT ${keys}, ${columns.join(', ')} FROM ${table} ${behind} ORDER BY ${keys} LIMIT ${ROWS_AT_ONCE}`;
  return database.prepare<Row>(sql).all(...(after ?? []));
}

interface Writing {
  readonly table: SealedTable;
  readonly sealing: Sealing;
}

function writePage(
  database: Database,
  rows: readonly Row[],
  { table: { table, key, columns }, sealing }: Writing,
): void {
  const set = columns.map((column) => `${column} = ?`).join(', ');
  const where = key.map((name) => `${name} = ?`).join(' AND ');
  const update = database.prepare(`UPDATE ${table} SET ${set} WHERE ${where}`);
  database.exec('BEGIN IMMEDIATE');
  try {
    for (const row of rows) {
      const before = columns.map((column) => row[column] ?? null);
      if (before.every((value) => value === null || isSealed(value, sealing.keyId ?? ''))) continue;
      if (table === 'entries' && row['scope'] === 'store') continue;
      const after = columns.map((column, index) => {
        const place = `${table}.${column}`;
        return sealing.sealOrNull(place, sealing.openOrNull(place, before[index] ?? null));
      });
      update.run(...after, ...key.map((name) => row[name] ?? null));
    }
    database.exec('COMMIT');
  } catch (error) {
    database.exec('ROLLBACK');
    throw error;
  }
}

function sizeOf(database: Database, table: string): number {
  return database.prepare<{ readonly count: number }>(`SELECT count(*) AS count FROM ${table}`).get()?.count ?? 0;
}
