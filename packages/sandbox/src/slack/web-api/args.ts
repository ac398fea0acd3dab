import { SlackError } from '../slack-error.ts';

/** A call's arguments: of a form, where objects are JSON texts, or of JSON, where they are objects. */
export class Args {
  readonly #given: Readonly<Record<string, unknown>>;

  constructor(given: Readonly<Record<string, unknown>>) {
    this.#given = given;
  }

  has(name: string): boolean {
    const value = this.#given[name];
    return value !== undefined && value !== null && value !== '';
  }

  /** Undefined when absent or empty. */
  text(name: string): string | undefined {
    const value = this.#given[name];
    if (typeof value === 'number' || typeof value === 'boolean') return String(value);
    return typeof value === 'string' && value !== '' ? value : undefined;
  }

  /** Throws the error that a call without it meets. */
  required(name: string, error = 'invalid_arguments'): string {
    const text = this.text(name);
    if (text !== undefined) return text;
    const messages = [`[ERROR] missing required field: ${name}`];
    throw new SlackError(error, error === 'invalid_arguments' ? { extra: { response_metadata: { messages } } } : {});
  }

  flag(name: string): boolean {
    const text = this.text(name);
    return text === 'true' || text === '1';
  }

  /** Throws `invalid_limit` and the like. */
  count(name: string, standard: number): number {
    const text = this.text(name);
    if (text === undefined) return standard;
    if (!/^\d+$/.test(text)) throw new SlackError(`invalid_${name}`);
    return Number(text);
  }

  /** Throws `error` when it is no JSON. */
  json(name: string, error: string): unknown {
    const value = this.#given[name];
    if (typeof value !== 'string') return value ?? undefined;
    if (value === '') return undefined;
    try {
      return JSON.parse(value);
    } catch {
      throw new SlackError(error);
    }
  }
}
