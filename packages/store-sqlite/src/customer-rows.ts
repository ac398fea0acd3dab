import type { Address, ChannelName, Customer, CustomerId, CustomerRecord, CustomerRef } from '@trunkline/core';
import type { Known } from './customer-steps.ts';
import type { Database, SqlValue } from './database.ts';
import type { DeliveryReads } from './delivery-reads.ts';
import type { Sealing } from './sealing.ts';
import { fromText, toText } from './sql-words.ts';
import { patched } from './state-patch.ts';

interface CustomerRow {
  readonly key: number;
  readonly id: CustomerId;
  readonly channel: ChannelName;
  readonly address: SqlValue;
  readonly version: number;
  readonly active: number;
  /** A patch where there is a base. */
  readonly state: SqlValue;
  readonly base: SqlValue;
}

/** The base that the row has already. */
export const KEPT: unique symbol = Symbol('kept');

/** A state as the tables have it: whole, or a patch to a base that is written only now and then. */
export interface StoredState {
  readonly state: string;
  readonly base: string | typeof KEPT | null;
}

interface CustomerFields {
  readonly version: number;
  readonly active: boolean;
  readonly stored: StoredState;
}

export interface CustomerRows {
  byName(ref: CustomerRef, epoch: number): CustomerRecord | null;
  byId(id: CustomerId, epoch: number): CustomerRecord | null;
  active(page: { readonly after: CustomerId | null; readonly limit: number }, epoch: number): readonly CustomerRecord[];
  /** Of its row without its base; null: there is none. */
  place(id: CustomerId): Known | null;
  /** The new customer's key; null if the name or the id is taken. */
  create(customer: Customer, fields: CustomerFields): number | null;
  update(key: number, fields: CustomerFields): void;
  /** A name that another customer had is this one's from now on. */
  addName(customer: number, channel: ChannelName, address: Address): void;
}

/** Where a state stands, for its sealing. */
const STATE = 'customers.state';
const BASE = 'bases.state';

export interface CustomerReading {
  readonly deliveries: DeliveryReads;
  readonly sealing: Sealing;
  /** Told of each customer that was read and has something left to do. */
  readonly onRead?: (id: CustomerId, known: Known) => void;
}

export function customerRows(database: Database, { deliveries, sealing, onRead }: CustomerReading): CustomerRows {
  const columns = 'c.key, c.id, c.channel, c.address, c.version, c.active, c.state, b.state AS base';
  const base = 'LEFT JOIN bases b ON c.patched = 1 AND b.customer = c.key';
  const byName = database.prepare<CustomerRow>(`SELECT ${columns} FROM names n JOIN customers c ON c.key = n.customer
    ${base} WHERE n.channel = ? AND n.address = ?`);
  const byId = database.prepare<CustomerRow>(`SELECT ${columns} FROM customers c ${base} WHERE c.id = ?`);
  const active = database.prepare<CustomerRow>(`SELECT ${columns} FROM customers c ${base}
    WHERE c.active = 1 AND c.id > ? ORDER BY c.id LIMIT ?`);
  const taken = database.prepare(`SELECT 1 FROM names WHERE channel = ? AND address = ?
    UNION ALL SELECT 1 FROM customers WHERE id = ?`);
  const place = database.prepare<Pick<Known, 'key' | 'version'>>('SELECT key, version FROM customers WHERE id = ?');
  const insert = database.prepare(
    'INSERT INTO customers (id, channel, address, version, active, state, patched) VALUES (?, ?, ?, ?, ?, ?, ?)',
  );
  const update = database.prepare('UPDATE customers SET version = ?, active = ?, state = ?, patched = ? WHERE key = ?');
  const writeBase = database.prepare('INSERT OR REPLACE INTO bases (customer, state) VALUES (?, ?)');
  const addName = database.prepare('INSERT OR REPLACE INTO names (channel, address, customer) VALUES (?, ?, ?)');

  function toRecord(row: CustomerRow | undefined, epoch: number): CustomerRecord | null {
    if (row === undefined) return null;
    const { id, channel, version, key } = row;
    const customer: Customer = { id, channel, address: toText(row.address) as Address };
    const written = JSON.parse(sealing.open(STATE, row.state));
    const text = sealing.openOrNull(BASE, row.base);
    const whole = text === null ? null : JSON.parse(text);
    const state = whole === null ? written : patched(whole, written);
    if (row.active === 1)
      onRead?.(id, { key, version, base: text === null ? null : { state: whole, size: text.length } });
    return { customer, epoch, version, state, outstanding: deliveries.outstanding(key) };
  }

  return {
    byName: (ref, epoch) => toRecord(byName.get(ref.channel, fromText(ref.address)), epoch),
    byId: (id, epoch) => toRecord(byId.get(id), epoch),
    active: (page, epoch) => active.all(page.after ?? '', page.limit).flatMap((row) => toRecord(row, epoch) ?? []),
    place(id) {
      const row = place.get(id);
      return row === undefined ? null : { key: row.key, version: row.version, base: null };
    },
    create(customer, { version, active: isActive, stored }) {
      const address = fromText(customer.address);
      if (taken.get(customer.channel, address, customer.id) !== undefined) return null;
      const { lastInsertRowid } = insert.run(
        customer.id,
        customer.channel,
        address,
        version,
        isActive ? 1 : 0,
        sealing.seal(STATE, stored.state),
        stored.base === null ? 0 : 1,
      );
      const key = Number(lastInsertRowid);
      addName.run(customer.channel, address, key);
      if (typeof stored.base === 'string') writeBase.run(key, sealing.seal(BASE, stored.base));
      return key;
    },
    update(key, { version, active: isActive, stored }) {
      update.run(version, isActive ? 1 : 0, sealing.seal(STATE, stored.state), stored.base === null ? 0 : 1, key);
      if (typeof stored.base === 'string') writeBase.run(key, sealing.seal(BASE, stored.base));
    },
    addName: (customer, channel, address) => void addName.run(channel, fromText(address), customer),
  };
}
