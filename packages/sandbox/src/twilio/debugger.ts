import { messageOfCode } from './error-code.ts';
import { newSid } from './sid.ts';

/** What the debugger shows of a webhook or a reply that went wrong. */
export interface DebuggerEntry {
  readonly sid: string;
  /** ISO 8601. */
  readonly at: string;
  readonly level: 'error' | 'warning';
  readonly code: number;
  readonly message: string;
  /** The message that it is about. */
  readonly resourceSid: string;
  /** The webhook's address, without its fragment; empty when it is about none. */
  readonly url: string;
}

const warnings: ReadonlySet<number> = new Set([12200]);

/** The account's debugger, oldest first. */
export class Debugger {
  #entries: DebuggerEntry[] = [];

  add(code: number, facts: { at: string; resourceSid: string; url: string }): DebuggerEntry {
    const entry: DebuggerEntry = {
      sid: newSid('NO'),
      level: warnings.has(code) ? 'warning' : 'error',
      code,
      message: messageOfCode(code),
      ...facts,
    };
    this.#entries.push(entry);
    return entry;
  }

  list(): readonly DebuggerEntry[] {
    return [...this.#entries];
  }

  clear(): void {
    this.#entries = [];
  }
}
