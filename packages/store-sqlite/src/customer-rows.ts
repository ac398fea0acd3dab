import type { Address, ChannelName, Commit, Customer, CustomerId, CustomerRecord, CustomerRef } from '@trunkline/core';
import type { Database, SqlValue } from './database.ts';
import type { DeliveryReads } from './delivery-reads.ts';
import type { Sealing } from './sealing.ts';
import { fromText, toText } from './sql-words.ts';

interface CustomerRow {
  readonly key: number;
  readonly id: CustomerId;
  readonly channel: ChannelName;
  readonly address: SqlValue;
  readonly version: number;
  readonly state: SqlValue;
}

export interface CustomerRows {
  byName(ref: CustomerRef, epoch: number): CustomerRecord | null;
  byId(id: CustomerId, epoch: number): CustomerRecord | null;
  active(page: { readonly after: CustomerId | null; readonly limit: number }, epoch: number): readonly CustomerRecord[];
  /** Takes the step from the commit's version to the next; the customer's key, or null if it is not at that version. */
  step(commit: Commit): number | null;
  /** A name that another customer had is this one's from now on. */
  addName(customer: number, channel: ChannelName, address: Address): void;
}

/** Where a state stands, for its sealing. */
const STATE = 'customers.state';

export function customerRows(database: Database, deliveries: DeliveryReads, sealing: Sealing): CustomerRows {
  const columns = 'c.key, c.id, c.channel, c.address, c.version, c.state';
  const byName = database.prepare<CustomerRow>(`SELECT ${columns} FROM names n JOIN customers c ON c.key = n.customer
    WHERE n.channel = ? AND n.address = ?`);
  const byId = database.prepare<CustomerRow>(`SELECT ${columns} FROM customers c WHERE c.id = ?`);
  const active = database.prepare<CustomerRow>(`SELECT ${columns} FROM customers c
    WHERE c.active = 1 AND c.id > ? ORDER BY c.id LIMIT ?`);
  const taken = database.prepare(`SELECT 1 FROM names WHERE channel = ? AND address = ?
    UNION ALL SELECT 1 FROM customers WHERE id = ?`);
  const insert = database.prepare(
    'INSERT INTO customers (id, channel, address, version, active, state) VALUES (?, ?, ?, 1, ?, ?)',
  );
  const update = database.prepare<{ readonly key: number }>(`UPDATE customers
    SET version = version + 1, active = ?, state = ? WHERE id = ? AND version = ? RETURNING key`);
  const addName = database.prepare('INSERT OR REPLACE INTO names (channel, address, customer) VALUES (?, ?, ?)');

  function create({ customer, state, active }: Commit): number | null {
    const address = fromText(customer.address);
    if (taken.get(customer.channel, address, customer.id) !== undefined) return null;
    const { lastInsertRowid } = insert.run(
      customer.id,
      customer.channel,
      address,
      active ? 1 : 0,
      sealing.seal(STATE, JSON.stringify(state)),
    );
    const key = Number(lastInsertRowid);
    addName.run(customer.channel, address, key);
    return key;
  }

  function toRecord(row: CustomerRow | undefined, epoch: number): CustomerRecord | null {
    if (row === undefined) return null;
    const { id, channel, version } = row;
    const customer: Customer = { id, channel, address: toText(row.address) as Address };
    return {
      customer,
      epoch,
      version,
      state: JSON.parse(sealing.open(STATE, row.state)),
      outstanding: deliveries.outstanding(row.key),
    };
  }

  return {
    byName: (ref, epoch) => toRecord(byName.get(ref.channel, fromText(ref.address)), epoch),
    byId: (id, epoch) => toRecord(byId.get(id), epoch),
    active: (page, epoch) => active.all(page.after ?? '', page.limit).flatMap((row) => toRecord(row, epoch) ?? []),
    step(commit) {
      if (commit.version === 0) return create(commit);
      const { customer, version, state, active } = commit;
      return update.get(active ? 1 : 0, sealing.seal(STATE, JSON.stringify(state)), customer.id, version)?.key ?? null;
    },
    addName: (customer, channel, address) => void addName.run(channel, fromText(address), customer),
  };
}
