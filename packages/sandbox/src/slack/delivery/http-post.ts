import type { IncomingMessage } from 'node:http';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { Timers } from '../../timers.ts';

/** What is posted where, and how long the other side has. */
export interface HttpPost {
  readonly url: string;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  readonly timers: Timers;
}

/** What came back. */
export interface HttpAnswer {
  readonly status: number;
  readonly body: string;
  readonly contentType: string;
  /** `X-Slack-No-Retry: 1` was said. */
  readonly noRetry: boolean;
}

/** Posts on a connection of its own. A string says why there is no answer, in Slack's words. */
export function post({ url, body, headers, timeoutMs, timers }: HttpPost): Promise<HttpAnswer | string> {
  return new Promise((resolve) => {
    const send = url.startsWith('https:') ? httpsRequest : httpRequest;
    const length = String(Buffer.byteLength(body));
    const request = send(url, { method: 'POST', agent: false, headers: { ...headers, 'Content-Length': length } });
    const callOff = timers.after(timeoutMs, () => settle('timeout'));
    const settle = (answer: HttpAnswer | string) => {
      callOff();
      request.destroy();
      resolve(answer);
    };
    request.on('error', (error) => settle(isTls(error) ? 'ssl_error' : 'connection_failed'));
    request.on('response', (response) => {
      response.on('error', () => settle('connection_failed'));
      readText(response, (text) => settle(answerOf(response, text)));
    });
    request.end(body);
  });
}

function answerOf(response: IncomingMessage, body: string): HttpAnswer {
  const { statusCode: status = 0, headers } = response;
  const contentType = headers['content-type'] ?? '';
  return { status, body, contentType, noRetry: headers['x-slack-no-retry'] === '1' };
}

function readText(response: IncomingMessage, done: (text: string) => void): void {
  const chunks: Buffer[] = [];
  response.on('data', (chunk: Buffer) => chunks.push(chunk));
  response.on('end', () => done(Buffer.concat(chunks).toString('utf8')));
}

function isTls(error: Error): boolean {
  const code = String((error as NodeJS.ErrnoException).code);
  return /CERT|SSL|TLS/.test(code) || code === 'EPROTO';
}
