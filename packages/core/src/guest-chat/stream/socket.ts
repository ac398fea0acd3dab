import type { IncomingMessage } from 'node:http';
import type { LookupFunction } from 'node:net';
import { type RawData, WebSocket } from 'ws';

export interface SocketListener {
  opened(): void;
  text(text: string): void;
  /** Called once, at last; also when it never opened. */
  closed(end: SocketEnd): void;
}

/** How a socket ended: by a close code, or refused with an HTTP answer instead of opening. */
export interface SocketEnd {
  readonly code: number;
  readonly refusal: { readonly status: number; readonly retryAfter: string | undefined } | null;
}

const MAX_FRAME_BYTES = 1024 * 1024;

/** Keeps its listener itself, so that thousands of idle sockets share the functions below. */
class ListenedSocket extends WebSocket {
  readonly listener: SocketListener;
  refusal: SocketEnd['refusal'] = null;

  constructor(address: string, listener: SocketListener, lookup: LookupFunction | undefined) {
    super(address, {
      ...(lookup !== undefined && { lookup }),
      perMessageDeflate: false,
      skipUTF8Validation: false,
      followRedirects: false,
      maxPayload: MAX_FRAME_BYTES,
    });
    this.listener = listener;
  }
}

export type Socket = Pick<WebSocket, 'terminate'>;

/** Dials at once. What goes wrong shows in how it ends; nothing is logged, since the address is a credential. */
export function openSocket(address: string, listener: SocketListener, lookup?: LookupFunction): Socket {
  const socket = new ListenedSocket(address, listener, lookup);
  socket.on('open', onOpen);
  socket.on('message', onMessage);
  socket.on('unexpected-response', onRefused);
  socket.on('error', ignore);
  socket.on('close', onClose);
  return socket;
}

function onOpen(this: WebSocket): void {
  (this as ListenedSocket).listener.opened();
}

function onMessage(this: WebSocket, data: RawData): void {
  (this as ListenedSocket).listener.text(data.toString());
}

function onRefused(this: WebSocket, _request: unknown, response: IncomingMessage): void {
  const socket = this as ListenedSocket;
  const retryAfter = response.headers['retry-after'];
  socket.refusal = { status: response.statusCode ?? 0, retryAfter };
  response.destroy();
  socket.terminate();
}

function onClose(this: WebSocket, code: number): void {
  const { listener, refusal } = this as ListenedSocket;
  listener.closed({ code, refusal });
}

/** The end follows every error and tells all there is to tell. */
function ignore(): void {}
