import type { IncomingMessage, Server } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { ApiError } from '../api-error.ts';
import type { Conversation } from '../chat/conversation.ts';
import type { Cloud } from '../cloud.ts';
import { faultDelayMs, faultError } from '../faults/fault-error.ts';
import type { CallFault } from '../faults/fault-rule.ts';
import { strikeCloud } from '../faults/outage.ts';
import type { TokenReading } from '../jwt.ts';
import { tooManyRequests } from '../rest/count-request.ts';
import { Heartbeats } from './heartbeats.ts';
import { listenTo } from './listen-to.ts';
import { refuseUpgrade } from './refuse-upgrade.ts';

interface Handshake {
  readonly request: IncomingMessage;
  readonly socket: Duplex;
  readonly head: Buffer;
}

/** The event stream: whoever holds the address holds the token, no header, no hello (docs/guest-chat.md §3.1). */
export class EventStream {
  readonly #cloud: Cloud;
  readonly #heartbeats: Heartbeats;
  readonly #sockets: WebSocketServer;
  /** Handshakes that a fault leaves without an answer. */
  readonly #held: Set<Duplex> = new Set();

  constructor(cloud: Cloud, server: Server) {
    this.#cloud = cloud;
    this.#heartbeats = new Heartbeats(cloud);
    this.#sockets = new WebSocketServer({
      noServer: true,
      perMessageDeflate: false,
      autoPong: false,
      handleProtocols: ([first]) => (cloud.knobs.offeredSubprotocol === 'take' && first !== undefined ? first : false),
    });
    server.on('upgrade', (request, socket, head) => this.#upgrade({ request, socket, head }));
  }

  /** Breaks every connection, without a close frame. */
  close(): void {
    this.#cloud.outage.end();
    for (const socket of this.#sockets.clients) socket.terminate();
    for (const socket of this.#held) socket.destroy();
  }

  #upgrade(handshake: Handshake): void {
    handshake.socket.on('error', () => handshake.socket.destroy());
    if (this.#cloud.outage.kind !== undefined) {
      const error = strikeCloud(this.#cloud.outage, handshake.socket);
      if (error !== undefined) this.#refuse(handshake, undefined, error);
      return;
    }
    const [path = '/'] = (handshake.request.url ?? '/').split('?', 1);
    const prefix = `${this.#cloud.knobs.streamPath}/`;
    if (!path.startsWith(prefix)) {
      refuseUpgrade(handshake.socket, new ApiError('not.found'));
      return;
    }
    const reading = this.#cloud.readToken(path.slice(prefix.length));
    const conversationId = reading.state === 'valid' ? reading.claims.data.conv : undefined;
    const fault = this.#cloud.faults.takeCall('attach', conversationId);
    if (fault === undefined) this.#welcome(handshake, reading, undefined);
    else this.#welcomeWrongly(handshake, reading, fault);
  }

  #welcomeWrongly(handshake: Handshake, reading: TokenReading, fault: CallFault): void {
    const conversationId = reading.state === 'valid' ? reading.claims.data.conv : undefined;
    this.#cloud.trace.emit({
      kind: 'fault',
      conversationId: conversationId ?? null,
      type: fault.effect,
      text: 'attach',
    });
    if (fault.effect === 'error') this.#refuse(handshake, conversationId, faultError(fault));
    else if (fault.effect === 'resetBeforeWrite') (handshake.socket as Socket).resetAndDestroy();
    else if (fault.effect === 'truncateAnswer') cutOff(handshake.socket as Socket);
    else this.#welcomeLater(handshake, reading, fault);
  }

  #welcomeLater(handshake: Handshake, reading: TokenReading, fault: CallFault): void {
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
    this.#cloud.trace.emit({
      kind: 'socket',
      conversationId: conversationId ?? null,
      path: `${this.#cloud.knobs.streamPath}/<jwt>`,
      type: 'refused',
      text: error.code,
    });
  }

  #welcome(handshake: Handshake, reading: TokenReading, fault: CallFault | undefined): void {
    const conversation =
      reading.state === 'valid' ? this.#cloud.conversations.get(reading.claims.data.conv) : undefined;
    const refusal = this.#refusal(reading, conversation);
    if (refusal !== undefined) {
      this.#refuse(handshake, conversation?.id, refusal);
      return;
    }
    this.#sockets.handleUpgrade(handshake.request, handshake.socket, handshake.head, (socket) => {
      socket.on('error', () => socket.terminate());
      const conversationId = reading.state === 'bad' ? '' : reading.claims.data.conv;
      const cloud = this.#cloud;
      listenTo({ cloud, heartbeats: this.#heartbeats, socket, conversation, conversationId });
      if (fault?.effect === 'resetAfterWrite') socket.terminate();
      if (fault?.effect === 'errorAfterWrite') cloud.outlet.close(socket, 1011, 'Internal error');
    });
  }

  /** Why there is no handshake at all: none of it was ever reported, so all of it can be turned. */
  #refusal(reading: TokenReading, conversation: Conversation | undefined): ApiError | undefined {
    const { badTokenStream, unknownChatStream, maxSockets } = this.#cloud.knobs;
    if (reading.state !== 'valid') {
      const code = reading.state === 'expired' ? 'credentials.expired' : 'bad.credentials';
      return badTokenStream === 'refuse' ? new ApiError(code) : undefined;
    }
    if (conversation === undefined) return unknownChatStream === 'refuse' ? new ApiError('not.found') : undefined;
    if (maxSockets === 0 || this.#openSockets(conversation.origin.organizationId) < maxSockets) return undefined;
    return tooManyRequests(this.#cloud, { resetS: 1, allowed: maxSockets, key: 'event.streams.max' });
  }

  #openSockets(organizationId: string): number {
    let open = 0;
    for (const { origin, sockets } of this.#cloud.conversations.values()) {
      if (origin.organizationId === organizationId) open += sockets.size;
    }
    return open;
  }
}

/** Half a handshake. */
function cutOff(socket: Socket): void {
  socket.write('HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConn', () => socket.resetAndDestroy());
}
