import type { WebSocket } from 'ws';
import { ControlError } from '../../control/control-error.ts';
import type { Conversation } from '../chat/conversation.ts';
import type { Cloud } from '../cloud.ts';
import type { ActiveFault } from '../faults/fault-rules.ts';
import type { OutageKind } from '../faults/outage.ts';

/** Who or what ends a chat. */
export type EndCause = 'agent' | 'silence' | 'system';

/** How a socket is closed; without a close frame when there is no code. */
export interface SocketClose {
  readonly code?: number | undefined;
  readonly reason?: string | undefined;
}

/** A time of 429s. */
export interface Storm {
  readonly retryAfterS?: number | undefined;
  /** How many calls meet it; null, the default: until the faults are cleared. */
  readonly times?: number | null | undefined;
  readonly code?: 'too.many.requests' | 'too.many.requests.retry.after' | undefined;
  readonly conversationId?: string | undefined;
}

/** Faults that are no rules about a call or a frame: they strike now, one chat or, where no id is given, all of them. */
export class FaultSwitchboard {
  readonly #cloud: Cloud;

  constructor(cloud: Cloud) {
    this.#cloud = cloud;
  }

  /** Breaks event streams. Returns how many. */
  dropSockets(conversationId?: string, { code, reason = '' }: SocketClose = {}): number {
    const sockets = this.#sockets(conversationId);
    for (const socket of sockets) {
      if (code === undefined) socket.terminate();
      else this.#cloud.outlet.close(socket, code, reason);
    }
    return sockets.length;
  }

  /** Sockets stay open, but neither frames nor heartbeats nor pongs come, until they are revived. Returns how many. */
  stallSockets(conversationId?: string): number {
    const sockets = this.#sockets(conversationId);
    for (const socket of sockets) this.#cloud.outlet.stall(socket);
    return sockets.length;
  }

  /** Stalled sockets go on; what they missed is lost. Returns how many. */
  reviveSockets(conversationId?: string): number {
    return this.#sockets(conversationId).filter((socket) => this.#cloud.outlet.revive(socket)).length;
  }

  /** Calls answer 401 credentials.expired and new sockets are refused; open ones stay. Returns how many chats. */
  expireTokens(conversationId?: string): number {
    const conversations = this.#chosen(conversationId);
    for (const conversation of conversations) conversation.tokenExpired = true;
    return conversations.length;
  }

  /** The agent hangs up, the guest was silent for too long, or the centre ends it, in whatever state it is. */
  end(conversationId: string, by: EndCause): void {
    const conversation = this.#conversation(conversationId);
    const agent = conversation.find('AGENT', 'CONNECTED');
    if (by !== 'system' && agent === undefined) {
      throw new ControlError(409, by === 'agent' ? 'No agent is connected' : 'Silence counts only with an agent');
    }
    if (by === 'agent' && agent !== undefined) conversation.disconnect(agent);
    conversation.end();
    this.#cloud.trace.emit({ kind: 'fault', conversationId, type: 'end', text: by });
  }

  /** The next CONNECTED frame of the guest's own is lost. */
  forgetConnected(conversationId?: string): ActiveFault {
    return this.#cloud.faults.add({
      operation: 'frame',
      effect: 'drop',
      frameType: 'member-change',
      sender: 'own',
      state: 'CONNECTED',
      ...(conversationId !== undefined && { conversationId }),
    });
  }

  /** No call and no handshake gets through until {@link FaultSwitchboard.back}; open sockets stay open. */
  away(kind: OutageKind = 'reset'): void {
    this.#cloud.outage.begin(kind);
    this.#cloud.trace.emit({ kind: 'fault', conversationId: null, type: 'away', text: kind });
  }

  /** Returns how many calls hung, which break now; nothing of them was done. */
  back(): number {
    const broken = this.#cloud.outage.end();
    this.#cloud.trace.emit({ kind: 'fault', conversationId: null, type: 'back' });
    return broken;
  }

  /** Every call and handshake meets a 429. */
  storm({ retryAfterS = 1, times = null, code = 'too.many.requests', conversationId }: Storm = {}): ActiveFault {
    return this.#cloud.faults.add({
      operation: 'any',
      effect: 'error',
      status: 429,
      code,
      retryAfterS,
      times,
      ...(conversationId !== undefined && { conversationId }),
    });
  }

  /** Sends any text as a frame: an unknown type, half a JSON. Returns to how many sockets. */
  sendText(conversationId: string, text: string): number {
    const sockets = this.#sockets(conversationId);
    for (const socket of sockets) this.#cloud.outlet.write(socket, text);
    return sockets.length;
  }

  #sockets(conversationId: string | undefined): readonly WebSocket[] {
    return this.#chosen(conversationId).flatMap(({ sockets }) => [...sockets]);
  }

  #chosen(conversationId: string | undefined): readonly Conversation[] {
    if (conversationId !== undefined) return [this.#conversation(conversationId)];
    return [...this.#cloud.conversations.values()];
  }

  #conversation(id: string): Conversation {
    const conversation = this.#cloud.conversations.get(id);
    if (conversation === undefined) throw new ControlError(404, `No conversation ${id}`);
    return conversation;
  }
}
