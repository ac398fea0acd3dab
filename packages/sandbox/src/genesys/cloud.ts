import { randomUUID } from 'node:crypto';
import type { Clock } from '../clock.ts';
import { Timers } from '../timers.ts';
import type { ConversationOrigin } from './chat/conversation.ts';
import { Conversation } from './chat/conversation.ts';
import type { Frame } from './chat/frame.ts';
import type { Deployment } from './deployment.ts';
import { FaultRules } from './faults/fault-rules.ts';
import { GuestTokens } from './jwt.ts';
import type { Knobs } from './knobs.ts';
import { Trace } from './trace.ts';

/** What one played cloud is made of. */
export interface CloudParts {
  readonly knobs: Knobs;
  readonly clock: Clock;
  readonly deployments: readonly Deployment[] | undefined;
  readonly jwtSecret: string | undefined;
}

/** The vendor's cloud: its chats and what they share. Everything that differs per chat is in the conversation. */
export class Cloud {
  readonly knobs: Knobs;
  readonly timers: Timers;
  readonly trace: Trace;
  readonly faults: FaultRules = new FaultRules();
  readonly conversations: Map<string, Conversation> = new Map();
  /** Undefined: every deployment and every queue exists. */
  readonly deployments: ReadonlyMap<string, Deployment> | undefined;
  readonly tokens: GuestTokens;
  readonly #clock: Clock;

  constructor(parts: CloudParts) {
    this.knobs = parts.knobs;
    this.#clock = parts.clock;
    this.timers = new Timers(parts.clock);
    this.trace = new Trace(parts.clock);
    this.deployments = parts.deployments && new Map(parts.deployments.map((deployment) => [deployment.id, deployment]));
    this.tokens = new GuestTokens(parts.jwtSecret ?? randomUUID(), randomUUID());
  }

  now(): number {
    return this.#clock.now();
  }

  /** A conversation that nobody listens to yet, and that is therefore not routed (docs/guest-chat.md §2.3). */
  open(origin: ConversationOrigin): Conversation {
    const conversation = new Conversation(origin, {
      timers: this.timers,
      now: () => this.#clock.now(),
      publish: (of, frame) => this.#publish(of, frame),
      ended: (of) => this.#ended(of),
    });
    this.conversations.set(conversation.id, conversation);
    return conversation;
  }

  #publish(conversation: Conversation, frame: Frame): void {
    const text = JSON.stringify(frame);
    for (const socket of conversation.sockets) {
      socket.send(text);
      if (this.knobs.duplicateFrames) socket.send(text);
    }
    const { member, body } = frame.eventBody as { member?: { state: string }; body?: string };
    const content = member?.state ?? body;
    this.trace.emit({
      kind: 'frame',
      conversationId: conversation.id,
      type: frame.metadata.type,
      ...(content !== undefined && { text: content }),
    });
  }

  #ended(conversation: Conversation): void {
    if (!this.knobs.closeSocketsAfterEnd) return;
    for (const socket of conversation.sockets) socket.close(this.knobs.endedCloseCode, 'The conversation is ended');
  }
}
