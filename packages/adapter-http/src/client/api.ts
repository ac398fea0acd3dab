import type { ClientOptions, ClientRuntime } from './client-types.ts';

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 30_000;
/** Whatever the bridge asks for. */
const LONGEST_ASKED_MS = 900_000;
/** An attempt that is not answered for so long never will be: the device slept, or the network swallows everything. */
const ATTEMPT_MS = 30_000;

/** They may work later. Of the first nothing was done; with the second, as with any 5xx, nobody knows. */
const NOT_DONE: readonly number[] = [401, 425, 429, 503];
const REQUEST_TIMEOUT = 408;

/** The bridge refused for good; the message says why. */
export class ClientError extends Error {
  readonly status: number;

  constructor(status: number, detail: string) {
    super(detail);
    this.name = 'ClientError';
    this.status = status;
  }
}

interface Question<T> {
  readonly path: string;
  /** JSON to post; absent: it is a GET. */
  readonly body?: string;
  /** What the answer says; null, or a throw: it is of no use, since it broke off or is somebody else's. */
  readonly take: (response: Response) => Promise<T | null>;
}

/** `refused`: nothing was done. `lost`: nobody knows. Both may work later, after what the bridge asked for. */
type Attempt<T> =
  | { readonly kind: 'done'; readonly value: T }
  | { readonly kind: 'refused' | 'lost'; readonly askedMs: number };

export interface Api {
  /** Ends in time, also where nobody answers. A refused token is replaced once. Throws ClientError. */
  attempt<T>(question: Question<T>): Promise<Attempt<T>>;
  /** As many attempts as it takes; `onLost` is told of those that may have worked all the same. Throws ClientError. */
  post<T>(question: Question<T>, onLost?: () => void): Promise<T>;
  /** Waits as long as the bridge asks for, otherwise longer each time, never all clients at once. */
  pause(failures: number, askedMs: number): Promise<void>;
  /** Ends all pauses under way. */
  endPauses(): void;
}

/** Authenticated requests, and how long to wait between them. All reject when `signal` aborts. */
export function createApi({ url, token }: ClientOptions, runtime: ClientRuntime, signal: AbortSignal): Api {
  const base = url.replace(/\/+$/, '');
  const pauses = new Set<AbortController>();
  let current: Promise<string> | null = null;

  async function ask({ path, body }: Question<unknown>, request: AbortSignal, onSend: () => void): Promise<Response> {
    current ??= Promise.resolve().then(token);
    const used = current;
    const forget = () => {
      if (current === used) current = null;
    };
    used.catch(forget);
    request.addEventListener('abort', forget);
    const authorization = `Bearer ${await used}`;
    request.removeEventListener('abort', forget);
    request.throwIfAborted();
    onSend();
    const headers = { authorization, ...(body !== undefined && { 'content-type': 'application/json' }) };
    const post = body !== undefined && { method: 'POST', body };
    const response = await runtime.fetch(`${base}${path}`, { headers, signal: request, ...post });
    if (response.status === 401) forget();
    return response;
  }

  /** Gives `act` a signal of its own, which aborts when the time is over. What answers later is not waited for. */
  async function inTime<T>(act: (request: AbortSignal) => Promise<T>): Promise<T> {
    const request = new AbortController();
    const timer = new AbortController();
    const close = () => timer.abort(signal.reason);
    signal.addEventListener('abort', close);
    const late = runtime
      .wait(ATTEMPT_MS, timer.signal)
      .then(() => Promise.reject(new Error('No answer came in time.')));
    try {
      return await Promise.race([act(request.signal), late]);
    } catch (error) {
      request.abort();
      throw error;
    } finally {
      signal.removeEventListener('abort', close);
      timer.abort();
    }
  }

  const api: Api = {
    async attempt<T>(question: Question<T>): Promise<Attempt<T>> {
      signal.throwIfAborted();
      let isSent = false;
      const outcome = await inTime(async (request) => {
        const send = () =>
          ask(question, request, () => {
            isSent = true;
          });
        let response = await send();
        if (response.status === 401) {
          isSent = false;
          drop(response);
          response = await send();
        }
        return judge(response, question);
      }).catch((): Attempt<T> => ({ kind: isSent ? 'lost' : 'refused', askedMs: 0 }));
      if (outcome instanceof ClientError) throw outcome;
      if (outcome.kind !== 'done') signal.throwIfAborted();
      return outcome;
    },
    async post(question, onLost) {
      for (let failures = 0; ; failures += 1) {
        const attempt = await api.attempt(question);
        if (attempt.kind === 'done') return attempt.value;
        if (attempt.kind === 'lost') onLost?.();
        await api.pause(failures, attempt.askedMs);
      }
    },
    async pause(failures, askedMs) {
      const backoffMs = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(failures, 10));
      const jitter = runtime.random();
      const boundMs = Math.min(askedMs, LONGEST_ASKED_MS);
      const pause = new AbortController();
      pauses.add(pause);
      await runtime
        .wait(Math.max(backoffMs * (0.5 + jitter / 2), boundMs * (1 + jitter / 4)), pause.signal)
        .catch((error) => (pause.signal.aborted ? undefined : Promise.reject(error)))
        .finally(() => pauses.delete(pause));
      signal.throwIfAborted();
    },
    endPauses() {
      for (const pause of pauses) pause.abort();
    },
  };
  signal.addEventListener('abort', () => api.endPauses());
  return api;
}

async function judge<T>(response: Response, { take }: Question<T>): Promise<Attempt<T> | ClientError> {
  const { status, ok, headers } = response;
  if (ok) {
    const value = await take(response);
    return value === null ? { kind: 'lost', askedMs: 0 } : { kind: 'done', value };
  }
  if (NOT_DONE.includes(status) || status === REQUEST_TIMEOUT || status >= 500) {
    drop(response);
    const askedMs = Number(headers.get('retry-after')) * 1000 || 0;
    return { kind: NOT_DONE.includes(status) ? 'refused' : 'lost', askedMs };
  }
  const problem: unknown = await response.json().catch(() => null);
  return new ClientError(status, String(Object(problem).detail ?? `The answer was ${status}.`));
}

/** Lets go of what nobody reads, so that its connection is free. */
export function drop(response: Response): void {
  response.body?.cancel().catch(() => {});
}
