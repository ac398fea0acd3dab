import type { IncomingMessage, Server } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import { WebSocketServer } from 'ws';
import { ApiError } from '../api-error.ts';
import { attach, detach } from '../chat/attachment.ts';
import type { Conversation } from '../chat/conversation.ts';
import type { Cloud } from '../cloud.ts';
import { faultDelayMs, faultError } from '../faults/fault-error.ts';
import type { FaultRule } from '../faults/fault-rule.ts';
import type { TokenReading } from '../jwt.ts';
import { Heartbeats } from './heartbeats.ts';
import { refuseUpgrade } from './refuse-upgrade.ts';

const prefix = '/chat/jwt/';

interface Handshake {
  readonly request: IncomingMessage;
  readonly socket: Duplex;
  readonly head: Buffer;
}

/** The event stream: whoever holds the address holds the token, no header, no hello (docs/guest-chat.md §3.1). */
export class EventStream {
  readonly #cloud: Cloud;
  readonly #heartbeats: Heartbeats;
  readonly #sockets: WebSocketServer = new WebSocketServer({ noServer: true, perMessageDeflate: false });
  /** Handshakes that a fault leaves without an answer. */
  readonly #held: Set<Duplex> = new Set();

  constructor(cloud: Cloud, server: Server) {
    this.#cloud = cloud;
    this.#heartbeats = new Heartbeats(cloud);
    server.on('upgrade', (request, socket, head) => this.#upgrade({ request, socket, head }));
  }

  /** Breaks every connection, without a close frame. */
  close(): void {
    for (const socket of this.#sockets.clients) socket.terminate();
    for (const socket of this.#held) socket.destroy();
  }

  #upgrade(handshake: Handshake): void {
    handshake.socket.on('error', () => handshake.socket.destroy());
    const [path = '/'] = (handshake.request.url ?? '/').split('?', 1);
    if (!path.startsWith(prefix)) {
      refuseUpgrade(handshake.socket, new ApiError('not.found'));
      return;
    }
    const reading = this.#cloud.tokens.read(path.slice(prefix.length), this.#cloud.now());
    const conversationId = reading.state === 'valid' ? reading.claims.data.conv : undefined;
    const fault = this.#cloud.faults.take('attach', conversationId);
    if (fault === undefined) this.#welcome(handshake, reading, undefined);
    else if (fault.effect === 'error') this.#refuse(handshake, conversationId, faultError(fault));
    else if (fault.effect === 'resetBeforeWrite') (handshake.socket as Socket).resetAndDestroy();
    else this.#welcomeLater(handshake, reading, fault);
  }

  #welcomeLater(handshake: Handshake, reading: TokenReading, fault: FaultRule): void {
    this.#hold(handshake.socket);
    if (fault.effect === 'noAnswerAfterWrite') return;
    const delayMs = fault.effect === 'delay' || fault.effect === 'lateWrite' ? faultDelayMs(fault) : 0;
    this.#cloud.timers.after(delayMs, () => {
      if (!handshake.socket.destroyed) this.#welcome(handshake, reading, fault);
    });
  }

  #hold(socket: Duplex): void {
    this.#held.add(socket);
    socket.once('close', () => this.#held.delete(socket));
  }

  #refuse({ socket }: Handshake, conversationId: string | undefined, error: ApiError): void {
    refuseUpgrade(socket, error);
    this.#trace(conversationId, 'refused', error.code);
  }

  #welcome(handshake: Handshake, reading: TokenReading, fault: FaultRule | undefined): void {
    if (reading.state !== 'valid' && this.#cloud.knobs.badTokenStream === 'refuse') {
      const code = reading.state === 'expired' ? 'credentials.expired' : 'bad.credentials';
      this.#refuse(handshake, undefined, new ApiError(code));
      return;
    }
    this.#sockets.handleUpgrade(handshake.request, handshake.socket, handshake.head, (socket) => {
      socket.on('error', () => socket.terminate());
      this.#listen(socket, reading, fault);
    });
  }

  /** Close codes as reported by clients (docs/guest-chat.md §3.5); what the client sends is ignored (§3.3). */
  #listen(socket: WebSocket, reading: TokenReading, fault: FaultRule | undefined): void {
    const id = reading.state === 'bad' ? '' : reading.claims.data.conv;
    const conversation = reading.state === 'valid' ? this.#cloud.conversations.get(id) : undefined;
    if (conversation === undefined) this.#turnAway(socket, id, 4100);
    else if (conversation.state === 'ended') this.#turnAway(socket, id, this.#cloud.knobs.endedCloseCode);
    else this.#attach(socket, conversation, fault);
  }

  #attach(socket: WebSocket, conversation: Conversation, fault: FaultRule | undefined): void {
    const { id } = conversation;
    this.#trace(id, 'attached');
    socket.on('close', (code) => {
      this.#heartbeats.remove(socket);
      detach(this.#cloud, conversation, socket);
      this.#trace(id, 'closed', String(code));
    });
    attach(this.#cloud, conversation, socket);
    this.#heartbeats.add(socket);
    if (fault?.effect === 'resetAfterWrite') socket.terminate();
    if (fault?.effect === 'errorAfterWrite') socket.close(1011, 'Internal error');
  }

  #turnAway(socket: WebSocket, conversationId: string, code: 1001 | 4100): void {
    const reason = code === 1001 ? 'The conversation is ended' : `Error connecting to conversation (${conversationId})`;
    socket.close(code, reason);
    this.#trace(conversationId, 'refused', `${code} ${reason}`);
  }

  #trace(conversationId: string | undefined, type: string, text?: string): void {
    this.#cloud.trace.emit({
      kind: 'socket',
      conversationId: conversationId || null,
      path: `${prefix}<jwt>`,
      type,
      ...(text !== undefined && { text }),
    });
  }
}
