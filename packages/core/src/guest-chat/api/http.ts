import { Pool } from 'undici';
import type { Clock } from '../../contracts/runtime.ts';
import { Exchange } from './exchange.ts';
import { failedBeforeWrite, networkCode } from './network-error.ts';
import { type RateReading, rateReading } from './rate-reading.ts';
import { retryAfterMs } from './retry-after.ts';

export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Below the API's address, with its query. */
  readonly path: string;
  /** Sent as bearer. */
  readonly token?: string;
  readonly body?: object;
}

export type HttpReply =
  | {
      readonly kind: 'answered';
      readonly status: number;
      /** Parsed; undefined if it was empty or no JSON. */
      readonly body: unknown;
      readonly retryAfterMs: number | null;
      readonly rate: RateReading | null;
    }
  | {
      readonly kind: 'unanswered';
      /** False only if certainly not a byte of it was written. */
      readonly written: boolean;
      readonly code: string;
    }
  /** Not asked: its token had better wait. */
  | { readonly kind: 'held'; readonly waitMs: number };

export interface HttpParts {
  readonly apiUrl: URL;
  readonly clock: Clock;
  readonly requestTimeoutMs: number;
  readonly connectTimeoutMs: number;
  readonly connections: number;
}

const MAX_ANSWER_BYTES = 16 * 1024 * 1024;

/** REST calls over connections of its own. Never retries, never throws, never logs. */
export class Http {
  readonly #parts: HttpParts;
  readonly #prefix: string;
  readonly #pool: Pool;
  #closed = false;

  constructor(parts: HttpParts) {
    this.#parts = parts;
    this.#prefix = parts.apiUrl.pathname.replace(/\/+$/, '');
    this.#pool = new Pool(parts.apiUrl.origin, {
      connections: parts.connections,
      connect: { timeout: parts.connectTimeoutMs },
      // The deadline below covers the whole call.
      headersTimeout: 0,
      bodyTimeout: 0,
      maxResponseSize: MAX_ANSWER_BYTES,
    });
  }

  async call(request: HttpRequest, signal?: AbortSignal): Promise<HttpReply> {
    if (this.#closed) return { kind: 'unanswered', written: false, code: 'transport.stopped' };
    if (signal?.aborted) return { kind: 'unanswered', written: false, code: 'request.aborted' };
    const exchange = new Exchange();
    let gaveUp = false;
    const giveUp = (): void => {
      gaveUp = true;
      exchange.abort(new GivenUp());
    };
    const deadline = this.#parts.clock.setTimeout(giveUp, this.#parts.requestTimeoutMs);
    signal?.addEventListener('abort', giveUp, { once: true });
    try {
      this.#begin(request, exchange);
      const { status, headers, text } = await exchange.answer;
      return {
        kind: 'answered',
        status,
        body: parseJson(text),
        retryAfterMs: retryAfterMs(headers, this.#parts.clock.now()),
        rate: rateReading(headers),
      };
    } catch (error) {
      if (signal?.aborted) return { kind: 'unanswered', written: true, code: 'request.aborted' };
      if (gaveUp) return { kind: 'unanswered', written: true, code: 'network.timeout' };
      return { kind: 'unanswered', written: !failedBeforeWrite(error), code: networkCode(error) };
    } finally {
      deadline.cancel();
      signal?.removeEventListener('abort', giveUp);
    }
  }

  /** Breaks what is under way. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#pool.destroy();
  }

  #begin({ method, path, token, body }: HttpRequest, exchange: Exchange): void {
    const headers: Record<string, string> = { accept: 'application/json' };
    if (body !== undefined) headers['content-type'] = 'application/json';
    if (token !== undefined) headers['authorization'] = `Bearer ${token}`;
    const sent = body === undefined ? null : JSON.stringify(body);
    this.#pool.dispatch({ path: this.#prefix + path, method, headers, body: sent }, exchange);
  }
}

/** The deadline has passed, or nobody wants to know any more. */
class GivenUp extends Error {}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
