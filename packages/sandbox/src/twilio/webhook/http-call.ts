import type { IncomingMessage } from 'node:http';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { Deadline } from '../../deadline.ts';
import type { Timers } from '../../timers.ts';

/** One HTTP exchange of the cloud's. */
export interface HttpCall {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly connectMs: number;
  readonly readMs: number;
  /** What is left of the total. */
  readonly totalMs: number;
  readonly maxBytes: number;
  readonly signal: AbortSignal;
}

/** What came of it: an answer; or the connection failed, it fell silent, broke, or said too much. */
export type HttpOutcome =
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly headers: IncomingMessage['headers'];
      readonly body: Buffer;
    }
  | { readonly kind: 'connectFailed' | 'silent' | 'broken' | 'tooLarge' | 'aborted' };

/** Never rejects. Each call has a connection of its own. Redirects are the caller's. */
export function callHttp(call: HttpCall, timers: Timers): Promise<HttpOutcome> {
  return new Promise((resolve) => {
    const phase = new Deadline(timers);
    const total = new Deadline(timers);
    let connected = false;
    const finish = (outcome: HttpOutcome) => {
      phase.clear();
      total.clear();
      call.signal.removeEventListener('abort', abort);
      resolve(outcome);
      request.destroy();
    };
    const abort = () => finish({ kind: 'aborted' });
    const awaitBytes = () => phase.set(call.readMs, () => finish({ kind: 'silent' }));
    const send = call.url.startsWith('https:') ? httpsRequest : httpRequest;
    const request = send(call.url, { method: call.method, headers: call.headers, agent: false });
    request.on('socket', (socket) => {
      socket.once(call.url.startsWith('https:') ? 'secureConnect' : 'connect', () => {
        connected = true;
        awaitBytes();
      });
    });
    request.on('error', () => finish({ kind: connected ? 'broken' : 'connectFailed' }));
    request.on('response', (response) => {
      awaitBytes();
      const chunks: Buffer[] = [];
      let size = 0;
      response.on('data', (chunk: Buffer) => {
        awaitBytes();
        size += chunk.length;
        if (size > call.maxBytes) return finish({ kind: 'tooLarge' });
        chunks.push(chunk);
      });
      response.on('error', () => finish({ kind: 'broken' }));
      response.on('end', () => {
        const { statusCode: status = 0, headers, complete } = response;
        finish(complete ? { kind: 'answer', status, headers, body: Buffer.concat(chunks) } : { kind: 'broken' });
      });
    });
    phase.set(call.connectMs, () => finish({ kind: 'connectFailed' }));
    total.set(call.totalMs, () => finish({ kind: connected ? 'silent' : 'connectFailed' }));
    if (call.signal.aborted) return abort();
    call.signal.addEventListener('abort', abort);
    request.end(call.method === 'GET' ? undefined : call.body);
  });
}
