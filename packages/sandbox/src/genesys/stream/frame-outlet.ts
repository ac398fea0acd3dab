import type { WebSocket } from 'ws';
import type { Conversation } from '../chat/conversation.ts';
import type { Frame } from '../chat/frame.ts';
import { heartbeatText, socketClosingText } from '../chat/frame.ts';
import type { Cloud } from '../cloud.ts';
import type { FrameFacts } from '../faults/frame-fault.ts';
import type { Outgoing } from './frame-lanes.ts';
import { FrameLanes } from './frame-lanes.ts';

interface Sent {
  readonly text: string;
  /** Nobody listened. */
  missed: boolean;
}

/** More would not be replayed by anybody. */
const maxRemembered = 1_000;

/** Where frames leave the cloud, and where they are lost, kept back and doubled. */
export class FrameOutlet {
  readonly #cloud: Cloud;
  /** Open, but nothing gets through. */
  readonly #stalled: WeakSet<WebSocket> = new WeakSet();
  /** Of conversations that a fault of the stream struck. */
  readonly #lanes: WeakMap<Conversation, FrameLanes> = new WeakMap();
  /** Only while frames are to be replayed. */
  readonly #sent: WeakMap<Conversation, Sent[]> = new WeakMap();

  constructor(cloud: Cloud) {
    this.#cloud = cloud;
  }

  /** Sends a frame to all of the conversation's sockets. */
  publish(conversation: Conversation, frame: Frame): void {
    const text = JSON.stringify(frame);
    const facts = factsOf(conversation, frame);
    this.#trace(conversation, frame, facts);
    this.#pass(conversation, { kind: facts.kind, send: () => this.#send(conversation, text) }, facts);
  }

  /** A heartbeat on one socket. */
  beat(conversation: Conversation, socket: WebSocket): void {
    const text = heartbeatText(this.#cloud.knobs.heartbeatEnvelope);
    const facts = { conversationId: conversation.id, kind: 'heartbeat', sender: undefined } as const;
    this.#pass(conversation, { kind: 'heartbeat', send: () => this.write(socket, text) }, facts);
  }

  /** What was sent before, again on a socket that is opened anew, if so turned. */
  replay(conversation: Conversation, socket: WebSocket): void {
    const { replayOnReconnect } = this.#cloud.knobs;
    if (replayOnReconnect === 'none') return;
    for (const sent of this.#sent.get(conversation) ?? []) {
      if (replayOnReconnect === 'all' || sent.missed) this.write(socket, sent.text);
      sent.missed = false;
    }
  }

  /** Any text at all, on one socket. */
  write(socket: WebSocket, text: string): void {
    if (!this.#stalled.has(socket)) socket.send(text);
  }

  /** The server closes a socket. */
  close(socket: WebSocket, code: number, reason: string): void {
    if (this.#cloud.knobs.socketClosingFrame) this.write(socket, socketClosingText);
    socket.close(code, reason);
  }

  stall(socket: WebSocket): void {
    this.#stalled.add(socket);
  }

  /** What it did not get is lost. Returns whether it was stalled. */
  revive(socket: WebSocket): boolean {
    return this.#stalled.delete(socket);
  }

  isStalled(socket: WebSocket): boolean {
    return this.#stalled.has(socket);
  }

  #pass(conversation: Conversation, outgoing: Outgoing, facts: FrameFacts): void {
    const fault = this.#cloud.faults.takeFrame(facts);
    let lanes = this.#lanes.get(conversation);
    if (fault === undefined && lanes === undefined) {
      outgoing.send();
      return;
    }
    if (lanes === undefined) {
      lanes = new FrameLanes(this.#cloud.timers, () => this.#cloud.now());
      this.#lanes.set(conversation, lanes);
    }
    if (fault !== undefined) {
      const { id } = conversation;
      this.#cloud.trace.emit({ kind: 'fault', conversationId: id, type: fault.effect, text: facts.kind });
    }
    lanes.pass(outgoing, fault);
  }

  #send(conversation: Conversation, text: string): void {
    for (const socket of conversation.sockets) {
      this.write(socket, text);
      if (this.#cloud.knobs.duplicateFrames) this.write(socket, text);
    }
    if (this.#cloud.knobs.replayOnReconnect !== 'none') this.#remember(conversation, text);
  }

  #remember(conversation: Conversation, text: string): void {
    const sent = this.#sent.get(conversation) ?? [];
    sent.push({ text, missed: conversation.sockets.size === 0 });
    if (sent.length > maxRemembered) sent.shift();
    this.#sent.set(conversation, sent);
  }

  #trace(conversation: Conversation, { eventBody }: Frame, { kind, state }: FrameFacts): void {
    const content = state ?? eventBody['body'];
    this.#cloud.trace.emit({
      kind: 'frame',
      conversationId: conversation.id,
      type: kind,
      ...(typeof content === 'string' && { text: content }),
    });
  }
}

function factsOf(conversation: Conversation, { eventBody, metadata }: Frame): FrameFacts {
  const { member, sender, bodyType, communicationId } = eventBody as {
    member?: { id: string; state: string };
    sender?: { id: string };
    bodyType?: string;
    communicationId?: string;
  };
  const role = conversation.member(member?.id ?? sender?.id ?? communicationId ?? '')?.role;
  return {
    conversationId: conversation.id,
    kind: metadata.type,
    sender: role === 'CUSTOMER' ? 'own' : role === 'AGENT' ? 'agent' : undefined,
    bodyType,
    state: member?.state,
  };
}
