export interface ErrorDetails {
  readonly cause?: unknown;
  /** After how many milliseconds the same call may succeed. */
  readonly retryAfterMs?: number;
}

/** Base of every error that Trunkline throws on purpose. Each `code` is explained in docs/errors.md. */
export class TrunklineError extends Error {
  readonly code: string;
  readonly retryAfterMs: number | undefined;

  constructor(code: string, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = new.target.name;
    this.code = code;
    this.retryAfterMs = details.retryAfterMs;
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

/** The bridge is stopping (or has not started) and takes nothing in. */
export class NotAcceptingError extends TrunklineError {
  constructor(message: string) {
    super('bridge.not-accepting', message, { retryAfterMs: 2_000 });
  }
}
