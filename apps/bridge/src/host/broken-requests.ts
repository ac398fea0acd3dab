import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import type { FastifyReply } from 'fastify';
import { PROBLEM_TYPE, problemBody } from './problem.ts';
import { sendProblem } from './problem-handlers.ts';

/** For what the router cannot even look up, such as a path that cannot be decoded. */
export function answerUnroutable(error: { readonly statusCode?: number }, reply: FastifyReply): void {
  const status = error.statusCode ?? 400;
  sendProblem(reply, { status, title: titleOf(status) });
}

const STATUS_OF: Readonly<Record<string, number>> = {
  HPE_HEADER_OVERFLOW: 431,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
};

/** A client that does not hang up after that, or does not take its answer, is hung up on. */
const LINGER_MS = 2_000;

/** For what is no HTTP, too large a head, or too slow: there is nothing but the socket to answer on. */
export function answerOnSocket(error: NodeJS.ErrnoException, socket: Duplex, lingerMs: number = LINGER_MS): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const status = STATUS_OF[error.code ?? ''] ?? 400;
  const body = problemBody({ status, title: titleOf(status) });
  const head = [
    `HTTP/1.1 ${status} ${titleOf(status)}`,
    `content-type: ${PROBLEM_TYPE}`,
    `content-length: ${Buffer.byteLength(body)}`,
    'connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
  const timer = setTimeout(() => socket.destroy(), lingerMs);
  socket.once('close', () => clearTimeout(timer));
}

function titleOf(status: number): string {
  return STATUS_CODES[status] ?? 'Bad Request';
}
