import { Agent } from 'undici';
import type { Clock } from '../../contracts/runtime.ts';
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
  readonly #agent: Agent;
  #closed = false;

  constructor(parts: HttpParts) {
    this.#parts = parts;
    this.#prefix = parts.apiUrl.pathname.replace(/\/+$/, '');
    this.#agent = new Agent({
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
    const controller = new AbortController();
    const abort = () => controller.abort();
    const deadline = this.#parts.clock.setTimeout(abort, this.#parts.requestTimeoutMs);
    signal?.addEventListener('abort', abort, { once: true });
    try {
      return await this.#exchange(request, controller.signal);
    } catch (error) {
      if (signal?.aborted) return { kind: 'unanswered', written: true, code: 'request.aborted' };
      if (controller.signal.aborted) return { kind: 'unanswered', written: true, code: 'network.timeout' };
      return { kind: 'unanswered', written: !failedBeforeWrite(error), code: networkCode(error) };
    } finally {
      deadline.cancel();
      signal?.removeEventListener('abort', abort);
    }
  }

  /** Breaks what is under way. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#agent.destroy();
  }

  async #exchange({ method, path, token, body }: HttpRequest, signal: AbortSignal): Promise<HttpReply> {
    const { apiUrl, clock } = this.#parts;
    const answer = await this.#agent.request({
      origin: apiUrl.origin,
      path: this.#prefix + path,
      method,
      headers: {
        accept: 'application/json',
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
      },
      body: body === undefined ? null : JSON.stringify(body),
      signal,
    });
    const text = await answer.body.text();
    return {
      kind: 'answered',
      status: answer.statusCode,
      body: parseJson(text),
      retryAfterMs: retryAfterMs(answer.headers, clock.now()),
      rate: rateReading(answer.headers),
    };
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
