import { randomUUID } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { bareBody } from '../../bare-body.ts';
import type { ApiError } from '../api-error.ts';

/** Answers a handshake with an HTTP error instead of a socket. */
export function refuseUpgrade(socket: Duplex, error: ApiError): void {
  const contextId = randomUUID();
  const body = error.bareBody ? bareBody(error.status) : JSON.stringify(error.body(contextId));
  const head = [
    `HTTP/1.1 ${error.status} ${STATUS_CODES[error.status] ?? 'Error'}`,
    'Connection: close',
    `Content-Type: ${error.bareBody ? 'text/html' : 'application/json'}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
    `ININ-Correlation-Id: ${contextId}`,
  ];
  if (error.retryAfterS !== undefined) head.push(`Retry-After: ${error.retryAfterS}`);
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}
