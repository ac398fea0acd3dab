import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export const TOKEN = '123456:a-token-for-the-tests-only';
export const SECRET_TOKEN = 'a-secret-token-for-the-tests';

export interface Call {
  readonly method: string;
  readonly parameters: Readonly<Record<string, unknown>>;
}

export type Respond = (response: ServerResponse, call: Call) => void;

/** An answer of the Bot API that is none of success. */
export const refusal =
  (status: number, description: string, parameters?: object): Respond =>
  (response) =>
    json(response, status, { ok: false, error_code: status, description, ...(parameters && { parameters }) });

/**
 * Telegram's Bot API on a real socket: checks what it is given, remembers it, and posts updates to the webhook that was
 * set. Every answer closes its connection, so that a closed double is refused and not reset.
 */
export class TelegramDouble {
  /** Every call with the right token, also those that were refused. */
  readonly calls: Call[] = [];
  /** What was shown in chats, in order. */
  readonly shown: { readonly chat: string; readonly text: string }[] = [];
  /** In place of the usual answer to the calls that follow; null: the usual one. */
  respond: Respond | null = null;
  readonly #waiting = new Set<() => void>();
  readonly #server = createServer((request, response) => void this.#serve(request, response));
  #webhook: { readonly url: string; readonly secretToken: string } | null = null;
  #updates = 1_000;
  #messages = 0;

  /** Resolves to the address to give as `apiUrl`. */
  async open(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  texts(chat: string): readonly string[] {
    return this.shown.flatMap((one) => (one.chat === chat ? [one.text] : []));
  }

  parametersOf(method: string): readonly Call['parameters'][] {
    return this.calls.flatMap((call) => (call.method === method ? [call.parameters] : []));
  }

  /** Resolves when what was seen is as wanted. */
  async until(wanted: (telegram: this) => boolean): Promise<void> {
    while (!wanted(this)) await new Promise<void>((resolve) => this.#waiting.add(resolve));
  }

  /** Posts an update to the webhook and does what the answer asks for. Resolves to the status. */
  async post(update: object): Promise<number> {
    if (this.#webhook === null) throw new Error('no webhook is set');
    const { url, secretToken } = this.#webhook;
    const headers = { 'content-type': 'application/json', 'x-telegram-bot-api-secret-token': secretToken };
    const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify(update) });
    const text = await answer.text();
    const { method, chat_id: chat, text: words } = text === '' ? {} : JSON.parse(text);
    if (answer.ok && method === 'sendMessage') this.#show(String(chat), words);
    return answer.status;
  }

  /** A customer writes in a private chat. Resolves to the update, as it would be repeated. */
  async write(chat: number, text: string): Promise<object> {
    const update = { update_id: this.#updates, message: messageOf(chat, { text }) };
    this.#updates += 1;
    const status = await this.post(update);
    if (status !== 200) throw new Error(`the webhook answered ${status}`);
    return update;
  }

  async close(): Promise<void> {
    if (!this.#server.listening) return;
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.#server.closeAllConnections();
    await closed;
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    response.setHeader('connection', 'close');
    const body = Buffer.concat(await request.toArray()).toString();
    const [, token, method = ''] = /^\/bot([^/]+)\/(\w+)$/.exec(request.url ?? '') ?? [];
    if (token !== TOKEN) return refusal(401, 'Unauthorized')(response, { method, parameters: {} });
    const call: Call = { method, parameters: JSON.parse(body) };
    this.calls.push(call);
    (this.respond ?? this.#answer)(response, call);
    this.#wake();
  }

  readonly #answer: Respond = (response, call) => {
    const { url, secret_token: secretToken, chat_id: chat, text, action } = call.parameters;
    const refuse = (why: string) => refusal(400, `Bad Request: ${why}`)(response, call);
    switch (call.method) {
      case 'setWebhook':
        if (!/^[\w-]{1,256}$/.test(String(secretToken))) return refuse('secret token contains unallowed characters');
        this.#webhook = { url: String(url), secretToken: String(secretToken) };
        return json(response, 200, { ok: true, result: true, description: 'Webhook was set' });
      case 'sendMessage':
        if (typeof text !== 'string' || text.trim() === '') return refuse('message text is empty');
        if (text.length > 4096) return refuse('message is too long');
        this.#messages += 1;
        this.#show(String(chat), text);
        return json(response, 200, { ok: true, result: { message_id: this.#messages, chat: { id: chat }, text } });
      case 'sendChatAction':
        if (action !== 'typing') return refuse('wrong parameter action in request');
        return json(response, 200, { ok: true, result: true });
      default:
        return refusal(404, 'Not Found')(response, call);
    }
  };

  #show(chat: string, text: string): void {
    this.shown.push({ chat, text });
    this.#wake();
  }

  #wake(): void {
    for (const resolve of this.#waiting) resolve();
    this.#waiting.clear();
  }
}

/** A message of Ann in her private chat, with what it holds. */
export function messageOf(chat: number, content: object): object {
  return {
    message_id: 7,
    date: 1_767_225_600,
    chat: { id: chat, type: 'private', first_name: 'Ann', last_name: 'Lee' },
    from: { id: chat, is_bot: false, first_name: 'Ann', last_name: 'Lee', language_code: 'en' },
    ...content,
  };
}

function json(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
