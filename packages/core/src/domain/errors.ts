export interface ErrorDetails {
  readonly cause?: unknown;
  /** After how many milliseconds the same call may succeed. */
  readonly retryAfterMs?: number;
}

/** Known to every copy of core: an adapter that is installed elsewhere has one of its own. */
const BRAND = Symbol.for('trunkline.error');

/**
 * Base of every error that Trunkline throws on purpose. Each `code` is explained in docs/errors.md. `instanceof` also
 * knows those of another copy of this package.
 */
export class TrunklineError extends Error {
  readonly code: string;
  readonly retryAfterMs: number | undefined;

  static override [Symbol.hasInstance](value: unknown): boolean {
    // biome-ignore lint/complexity/noThisInStatic: subclasses inherit this, and are told apart as usual
    if (this !== TrunklineError) return Function.prototype[Symbol.hasInstance].call(this, value);
    return typeof value === 'object' && value !== null && BRAND in value;
  }

  constructor(code: string, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = new.target.name;
    this.code = code;
    this.retryAfterMs = details.retryAfterMs;
    Object.defineProperty(this, BRAND, { value: true });
  }
}

/** The store cannot take anything now (disk full, locked): nothing was recorded, the caller should try again. */
export class StoreUnavailableError extends TrunklineError {
  constructor(message: string, details: ErrorDetails = {}) {
    super('store.unavailable', message, { retryAfterMs: 5_000, ...details });
  }
}

/** The store cannot be opened at all: owned by another process, written by a newer version, not a database. */
export class StoreOpenError extends TrunklineError {}

/** The same provider id came again with other content. */
export class InboundConflictError extends TrunklineError {
  constructor(message: string) {
    super('inbound.conflict', message);
  }
}

/** The bridge is stopping, has not started or has too much to do, and takes nothing in. */
export class NotAcceptingError extends TrunklineError {
  constructor(message: string, details: ErrorDetails = {}) {
    super('bridge.not-accepting', message, { retryAfterMs: 2_000, ...details });
  }
}
