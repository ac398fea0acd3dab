import { type Dispatcher, request } from 'undici';
import { ApiError } from './api-error.ts';

/** What the vendor's client hands over to be carried. */
interface ClientRequest {
  readonly method?: string;
  readonly uri?: string;
  readonly username?: string | undefined;
  readonly password?: string | undefined;
  readonly headers?: Readonly<Record<string, unknown>>;
  readonly params?: object;
  readonly data?: object;
}

interface ClientAnswer {
  readonly statusCode: number;
  readonly body: unknown;
  readonly headers: Readonly<Record<string, unknown>>;
}

/** The vendor's client, carried by undici: our deadlines and connections, and errors with Retry-After. */
export interface HttpClient {
  request(options: ClientRequest): Promise<ClientAnswer>;
}

/** One for each call, since the vendor's client knows no signals. */
export interface Call {
  readonly dispatcher: Dispatcher;
  readonly signal: AbortSignal;
  /** Lists name where their next page is: the credentials go along. */
  readonly isTwilios: (url: URL) => boolean;
  /** What the clock over there said. */
  readonly onDate?: (at: number) => void;
}

export function createHttpClient({ dispatcher, signal, isTwilios, onDate }: Call): HttpClient {
  return {
    async request({ method = 'get', uri = '', username, password, headers, params, data }) {
      const url = new URL(uri);
      for (const [name, value] of pairsOf(params)) url.searchParams.append(name, value);
      if (!isTwilios(url)) throw new TypeError('the address is none of Twilio');
      const response = await request(url, {
        dispatcher,
        signal,
        method: method.toUpperCase() as Dispatcher.HttpMethod,
        headers: {
          ...textsOf(headers),
          authorization: `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`,
        },
        ...(data === undefined ? {} : { body: new URLSearchParams([...pairsOf(data)]).toString() }),
      });
      const date = Date.parse(String(response.headers['date']));
      if (!Number.isNaN(date)) onDate?.(date);
      const text = await response.body.text();
      const body = parsed(text);
      const { statusCode } = response;
      if (statusCode >= 400)
        throw new ApiError({
          status: statusCode,
          code: codeOf(body),
          retryAfterMs: retryAfterOf(response.headers['retry-after']),
        });
      if (body === undefined && statusCode !== 204) throw new SyntaxError('the answer is not JSON');
      return { statusCode, body: body ?? '', headers: response.headers };
    },
  };
}

/** Repeats the name for each value of a list, as Twilio wants MediaUrl. */
function* pairsOf(fields: object | undefined): Iterable<[string, string]> {
  for (const [name, value] of Object.entries(fields ?? {}))
    for (const one of Array.isArray(value) ? value : [value])
      if (one !== undefined && one !== null) yield [name, String(one)];
}

function textsOf(headers: Readonly<Record<string, unknown>> = {}): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function codeOf(body: unknown): number | null {
  const code = typeof body === 'object' && body !== null && 'code' in body ? body.code : null;
  return typeof code === 'number' ? code : null;
}

function retryAfterOf(value: string | readonly string[] | undefined): number | null {
  const text = typeof value === 'string' ? value.trim() : '';
  return /^\d{1,6}$/.test(text) ? Number(text) * 1_000 : null;
}
