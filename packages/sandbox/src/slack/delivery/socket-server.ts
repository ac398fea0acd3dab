import type { Server } from 'node:http';
import { WebSocketServer } from 'ws';
import type { SocketHub } from './socket-hub.ts';

/** Takes the handshakes of Socket Mode. */
export class SocketServer {
  readonly #server: WebSocketServer = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    autoPong: false,
  });

  constructor(hub: SocketHub, server: Server) {
    server.on('upgrade', (request, socket, head) => {
      socket.on('error', () => socket.destroy());
      const url = new URL(request.url ?? '/', 'http://sandbox');
      if (url.pathname !== '/link/' || !hub.admits(url.searchParams.get('ticket'))) {
        socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
        return;
      }
      this.#server.handleUpgrade(request, socket, head, (webSocket) => hub.attach(webSocket));
    });
  }

  /** Breaks every connection. */
  close(): void {
    for (const socket of this.#server.clients) socket.terminate();
  }
}
