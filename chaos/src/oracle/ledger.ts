import { openConnection } from '@trunkline/bench/sqlite';
import type { Direction } from './account.ts';

/** What the bridge itself has noted of a delivery that did not simply arrive. */
export interface LedgerEntry {
  readonly customer: string;
  readonly direction: Direction;
  readonly text: string;
  readonly state: 'failed' | 'expired' | 'dropped' | null;
  readonly reason: string;
  readonly repeated: boolean;
  /** Somebody waits to hear that it did not arrive; nobody does of what the bridge says by itself. */
  readonly byPerson: boolean;
}

interface Row {
  readonly address: string;
  readonly direction: number;
  readonly text: string | null;
  readonly state: number;
  readonly reason: string | null;
  readonly repeated: number;
  /** Of a message that went out in parts; null: whole. */
  readonly message: number | null;
  /** 0 customer, 1 agent, 2 bot, 3 system. */
  readonly author_kind: number;
}

const STATES: Readonly<Record<number, 'failed' | 'expired' | 'dropped'>> = { 5: 'failed', 6: 'expired', 7: 'dropped' };
/** To a customer: an agent is told in as many messages. */
const PARTED = "d.direction = 1 AND json_extract(d.body, '$.parts') > 1";
const ENTRIES = `
  SELECT c.address, d.direction, d.state, d.reason, d.repeated, m.author_kind,
    CASE WHEN ${PARTED} THEN d.message END AS message,
    CASE WHEN ${PARTED} THEN m.text ELSE coalesce(json_extract(d.body, '$.text'), m.text) END AS text
  FROM deliveries d JOIN customers c ON c.key = d.customer JOIN messages m ON m.key = d.message
  WHERE d.state IN (5, 6, 7) OR d.repeated = 1 ORDER BY d.key`;
const UNFINISHED = 'SELECT count(*) AS count FROM deliveries WHERE state < 4 AND message IS NOT NULL';

const REPORTS = `
  SELECT json_extract(body, '$.messageId') AS message FROM deliveries
  WHERE message IS NULL AND direction = ? AND json_extract(body, '$.kind') = 'failure' AND state <> 4`;

const LATE = `
  SELECT c.address, m.text FROM messages m JOIN customers c ON c.key = m.customer WHERE m.late = 1 AND m.author_kind > 0`;

/** Reads the bridge's database beside it, without its code. */
export class Ledger {
  readonly #file: string;

  constructor(file: string) {
    this.#file = file;
  }

  /** Messages that are still on their way. */
  async unfinished(): Promise<number> {
    const [row] = await this.#all<{ readonly count: number }>(UNFINISHED);
    return row?.count ?? 0;
  }

  async entries(): Promise<readonly LedgerEntry[]> {
    return wholes(await this.#all<Row>(ENTRIES)).map(
      ({ address, direction, text, state, reason, repeated, author_kind: author }) => ({
        customer: address,
        direction: direction === 0 ? 'toAgent' : 'toCustomer',
        text: text ?? '',
        state: STATES[state] ?? null,
        reason: reason ?? 'no reason',
        repeated: repeated === 1,
        byPerson: author <= 1,
      }),
    );
  }

  /** What came after something newer, and was noted as such. */
  async late(): Promise<readonly { readonly address: string; readonly text: string }[]> {
    return await this.#all(LATE);
  }

  /** Which messages have been taken in, each by address, a space and the id that the medium gave it. */
  async recorded(ids: readonly string[]): Promise<readonly string[]> {
    const rows = await this.#all<{ readonly name: string }>(
      `SELECT c.address || ' ' || s.name AS name FROM seen s JOIN customers c ON c.key = s.customer
       WHERE s.scope = 'customer' AND c.address || ' ' || s.name IN (${ids.map(() => '?').join(', ')})`,
      ...ids,
    );
    return rows.map(({ name }) => name);
  }

  /** How many messages of customers were taken in. */
  async takenIn(): Promise<number> {
    const [row] = await this.#all<{ readonly count: number }>(
      "SELECT count(*) AS count FROM seen WHERE scope = 'customer' AND message_id IS NOT NULL",
    );
    return row?.count ?? 0;
  }

  /** Of which messages it was not told that they were given up, because that was given up or waits itself. */
  async untold(towards: Direction): Promise<readonly string[]> {
    const rows = await this.#all<{ readonly message: string }>(REPORTS, towards === 'toAgent' ? 0 : 1);
    return rows.map(({ message }) => message);
  }

  async #all<R>(sql: string, ...values: readonly (number | string)[]): Promise<readonly R[]> {
    const database = await openConnection(this.#file);
    try {
      database.exec('PRAGMA busy_timeout = 2000');
      return database.prepare(sql).all(...values) as readonly R[];
    } finally {
      database.close();
    }
  }
}

/** Of the parts of a message that did not arrive, or came again, the message: without one of them it is not there. */
function wholes(rows: readonly Row[]): readonly Row[] {
  const parted = new Map<number, Row>();
  for (const row of rows) {
    if (row.message === null) continue;
    const before = parted.get(row.message) ?? row;
    const kept = STATES[before.state] === undefined ? row : before;
    parted.set(row.message, { ...kept, repeated: Math.max(before.repeated, row.repeated) });
  }
  return [...rows.filter(({ message }) => message === null), ...parted.values()];
}
