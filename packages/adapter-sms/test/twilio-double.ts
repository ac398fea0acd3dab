import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** The API as far as sending goes, told how to answer. */
export interface TwilioDouble {
  readonly url: string;
  /** Forms of the messages that it was asked to send. */
  readonly forms: URLSearchParams[];
  answerWith(answer: Answer): void;
  /** Resolves when a request is there, which is never answered. */
  keepSilent(): Promise<void>;
  close(): Promise<void>;
}

export interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export const taken: Answer = {
  status: 201,
  body: { sid: `SM${'2'.repeat(32)}`, status: 'queued', date_created: 'Thu, 01 Jan 2026 00:00:00 +0000' },
};

export function refused(status: number, code: number, headers: Answer['headers'] = {}): Answer {
  return { status, headers, body: { status, code, message: `The number +12025550142 is wrong`, more_info: '' } };
}

export async function openTwilioDouble(): Promise<TwilioDouble> {
  const forms: URLSearchParams[] = [];
  let answer: Answer | null = taken;
  let reached = (): void => {};
  const server = createServer(async (request, response) => {
    const body = Buffer.concat(await request.toArray()).toString();
    if (request.method === 'POST') forms.push(new URLSearchParams(body));
    if (answer === null) reached();
    else send(response, answer);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  let closed: Promise<void> | null = null;
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    forms,
    answerWith: (next) => {
      answer = next;
    },
    keepSilent() {
      answer = null;
      return new Promise((resolve) => {
        reached = resolve;
      });
    },
    close() {
      closed ??= new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
      return closed;
    },
  };
}

function send(response: ServerResponse, { status, body, headers }: Answer): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(typeof body === 'string' ? body : JSON.stringify(body));
}
