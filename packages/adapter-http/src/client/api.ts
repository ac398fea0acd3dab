import type { ClientOptions, ClientRuntime } from './client-types.ts';

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 30_000;

/** The bridge refused for good; the message says why. */
export class ClientError extends Error {
  readonly status: number;

  constructor(status: number, detail: string) {
    super(detail);
    this.name = 'ClientError';
    this.status = status;
  }
}

export interface Api {
  /** One attempt, and another with a fresh token if that was refused. Null, or not `ok`: it may work later. Throws ClientError if not. */
  attempt(path: string, body?: object): Promise<Response | null>;
  /** As many attempts as it takes. */
  post(path: string, body: object): Promise<Response>;
  /** Waits as long as the bridge asks for, otherwise longer each time, never all clients at once. */
  pause(failures: number, response: Response | null): Promise<void>;
}

/** Authenticated requests, and how long to wait between them. All reject when `signal` aborts. */
export function createApi({ url, token }: ClientOptions, runtime: ClientRuntime, signal: AbortSignal): Api {
  let current: Promise<string> | null = null;

  async function ask(path: string, body?: object): Promise<Response> {
    current ??= Promise.resolve().then(token);
    const used = current;
    const forget = () => {
      if (current === used) current = null;
    };
    used.catch(forget);
    const headers = { authorization: `Bearer ${await used}`, ...(body && { 'content-type': 'application/json' }) };
    const post = body && { method: 'POST', body: JSON.stringify(body) };
    const response = await runtime.fetch(`${url.replace(/\/+$/, '')}${path}`, { headers, signal, ...post });
    if (response.status === 401) forget();
    return response;
  }

  const api: Api = {
    async attempt(path, body) {
      let response = await ask(path, body).catch(() => null);
      if (response?.status === 401) response = await ask(path, body).catch(() => null);
      signal.throwIfAborted();
      if (response === null || response.ok) return response;
      const problem: unknown = await response.json().catch(() => null);
      if (response.status === 401 || response.status === 429 || response.status >= 500) return response;
      throw new ClientError(response.status, String(Object(problem).detail ?? `The answer was ${response.status}.`));
    },
    async post(path, body) {
      for (let failures = 0; ; failures += 1) {
        const response = await api.attempt(path, body);
        if (response?.ok) return response;
        await api.pause(failures, response);
      }
    },
    async pause(failures, response) {
      const backoffMs = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(failures, 10));
      const askedMs = Number(response?.headers.get('retry-after') ?? 0) * 1000 || 0;
      const jitter = runtime.random();
      await runtime.wait(Math.max(backoffMs * (0.5 + jitter / 2), askedMs * (1 + jitter / 4)), signal);
    },
  };
  return api;
}
