import type { Commit, CustomerId, JsonValue } from '@trunkline/core';
import { type CustomerRows, KEPT, type StoredState } from './customer-rows.ts';
import { isObject, type JsonObject, patchOf } from './state-patch.ts';

/** What is known of the row of a customer. */
export interface Known {
  readonly key: number;
  readonly version: number;
  /** What the row's patch is to be applied to; null: its state is whole, or the base is not known. */
  readonly base: StateBase | null;
}

interface StateBase {
  readonly state: JsonObject;
  /** Of its JSON. */
  readonly size: number;
}

interface Step extends Known {
  readonly active: boolean;
  readonly stored: StoredState;
  /** The row has all this already. */
  readonly written: boolean;
}

/** A state smaller than this is not worth a base of its own. */
const SMALL = 512;

/**
 * The steps of customers, for the one owner of all of them: what nobody else can have changed is not read again, and of
 * several steps of a customer in one transaction only the last state is written.
 */
export class CustomerSteps {
  readonly #rows: CustomerRows;
  readonly #known = new Map<CustomerId, Known>();
  /** Taken in the open transaction. */
  readonly #steps = new Map<CustomerId, Step>();

  constructor(rows: CustomerRows) {
    this.#rows = rows;
  }

  /** A transaction begins, perhaps again after one that failed. */
  begin(): void {
    this.#steps.clear();
  }

  /** Remembers what was read of a customer with something left to do. */
  note(id: CustomerId, known: Known): void {
    this.#known.set(id, known);
  }

  /** Takes the step from the commit's version to the next; the customer's key, or null if it is not at that version. */
  take(commit: Commit): number | null {
    const { customer, version, active, state } = commit;
    if (version === 0) return this.#create(commit);
    const before = this.#steps.get(customer.id);
    const known = before ?? this.#known.get(customer.id) ?? this.#rows.place(customer.id);
    if (known === null || known.version !== version) return null;
    const { key } = known;
    const { base, stored } = rest(state, known.base);
    const unwritten = before?.stored.base ?? null;
    this.#steps.set(customer.id, {
      key,
      version: version + 1,
      active,
      base,
      stored: stored.base === KEPT && unwritten !== null ? { ...stored, base: unwritten } : stored,
      written: false,
    });
    return key;
  }

  /** The row of a customer that has just taken a step is gone: nothing of it is to be written any more. */
  forget(id: CustomerId): void {
    const step = this.#steps.get(id);
    if (step !== undefined) this.#steps.set(id, { ...step, active: false, written: true });
  }

  /** Writes what the steps have come to. Called before the transaction ends. */
  finish(): void {
    for (const { key, version, active, stored, written } of this.#steps.values())
      if (!written) this.#rows.update(key, { version, active, stored });
  }

  /** The transaction has ended well. */
  done(): void {
    for (const [id, { key, version, base, active }] of this.#steps) {
      if (active) this.#known.set(id, { key, version, base });
      else this.#known.delete(id);
    }
    this.#steps.clear();
  }

  #create({ customer, state, active }: Commit): number | null {
    const { base, stored } = rest(state, null);
    const key = this.#rows.create(customer, { version: 1, active, stored });
    if (key !== null) this.#steps.set(customer.id, { key, version: 1, base, active, stored, written: true });
    return key;
  }
}

/** A state as it is to be written: as a patch to the base it had, with a base to come, or whole. */
function rest(state: JsonValue, base: StateBase | null): Pick<Step, 'base' | 'stored'> {
  if (!isObject(state)) return { base: null, stored: { state: JSON.stringify(state), base: null } };
  if (base !== null) {
    const patch = patchOf(base.state, state) ?? '{}';
    if (patch.length < base.size / 2) return { base, stored: { state: patch, base: KEPT } };
  }
  const whole = JSON.stringify(state);
  if (whole.length < SMALL) return { base: null, stored: { state: whole, base: null } };
  return { base: { state, size: whole.length }, stored: { state: '{}', base: whole } };
}
