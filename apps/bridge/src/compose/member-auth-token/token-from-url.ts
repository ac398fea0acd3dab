import { MemberAuthError } from './member-auth-error.ts';
import { MAX_TOKEN_BYTES, shownToken } from './shown-token.ts';

export interface TokenUrl {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly fetch: typeof fetch;
}

const WHO = 'the url of memberAuthToken';

/** Posts the customer and takes the token from the answer. Redirects are not followed: they would carry the headers along. */
export async function tokenFromUrl(asked: TokenUrl, customer: string, signal: AbortSignal): Promise<string> {
  const answer = await ask(asked, customer, signal);
  if (answer.status < 200 || answer.status > 299) {
    await answer.body?.cancel();
    throw new MemberAuthError(`${WHO} answered with status ${answer.status}`);
  }
  return shownToken(tokenIn(await textOf(answer, signal)), WHO);
}

async function ask({ url, headers, fetch }: TokenUrl, body: string, signal: AbortSignal): Promise<Response> {
  const sent = { accept: 'application/json, text/plain', ...headers, 'content-type': 'application/json' };
  try {
    return await fetch(url, { method: 'POST', headers: sent, body, signal, redirect: 'manual' });
  } catch (error) {
    signal.throwIfAborted();
    const { code, message } = ((error as Error).cause ?? {}) as { code?: unknown; message?: unknown };
    const reason = typeof code === 'string' ? code : message === 'bad port' ? 'its port is barred' : 'no reason given';
    throw new MemberAuthError(`${WHO} cannot be reached (${reason})`);
  }
}

async function textOf(answer: Response, signal: AbortSignal): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of answer.body ?? []) {
      size += chunk.length;
      if (size > MAX_TOKEN_BYTES) throw new MemberAuthError(`${WHO} answers with more than a token`);
      chunks.push(chunk);
    }
  } catch (error) {
    signal.throwIfAborted();
    throw error instanceof MemberAuthError ? error : new MemberAuthError(`${WHO} broke off its answer`);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** The answer itself, or what it calls `token` or `jwt` if it is JSON; other JSON is none. */
function tokenIn(text: string): string {
  const json = parsed(text);
  if (json === undefined) return text;
  if (typeof json === 'string') return json;
  if (typeof json !== 'object' || json === null) return '';
  const { token, jwt } = json as { token?: unknown; jwt?: unknown };
  const found = token ?? jwt;
  return typeof found === 'string' ? found : '';
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
