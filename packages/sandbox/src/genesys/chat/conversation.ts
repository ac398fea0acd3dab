import { randomUUID } from 'node:crypto';
import type { WebSocket } from 'ws';
import { Deadline } from '../../deadline.ts';
import type { Timers } from '../../timers.ts';
import type { AgentMode } from '../knobs.ts';
import type { Frame, TypingEvent } from './frame.ts';
import { memberFrame, messageFrame, typingFrame } from './frame.ts';
import type { Member, MemberProfile, MemberRole } from './member.ts';
import type { BodyType, Message } from './message.ts';
import { RateWindow } from './rate-window.ts';
import { Transcript } from './transcript.ts';

/** How a conversation came to be. */
export interface ConversationOrigin {
  readonly organizationId: string;
  readonly deploymentId: string;
  readonly queue: string;
  readonly guest: MemberProfile;
  readonly guestAuthenticated: boolean;
  readonly agentMode: AgentMode;
}

/** What a conversation needs from the cloud around it. */
export interface ConversationSurroundings {
  readonly timers: Timers;
  now(): number;
  /** Sends a frame to all of the conversation's sockets. */
  publish(conversation: Conversation, frame: Frame): void;
  /** Called once, when the conversation is over and the frames that say so are out. */
  ended(conversation: Conversation): void;
}

/** One guest chat: who is in it, what was said, who listens. Says everything it does on its event stream. */
export class Conversation {
  readonly id: string = randomUUID();
  readonly origin: ConversationOrigin;
  readonly guest: Member;
  readonly createdAt: string;
  readonly transcript: Transcript = new Transcript();
  readonly sockets: Set<WebSocket> = new Set();
  readonly rate: RateWindow = new RateWindow();
  /** Ends the chat when no socket comes back in time. */
  readonly grace: Deadline;
  /** Ends the chat when the guest stays silent. */
  readonly idle: Deadline;
  /** Since when the guest has been silent, in clock time. */
  silentSince = 0;
  /** How far the echo agent has answered: a position in the transcript. */
  answeredUpTo = 0;
  /** Whether a socket ever was attached. */
  attached = false;
  readonly #members: Map<string, Member> = new Map();
  readonly #around: ConversationSurroundings;
  #state: 'created' | 'active' | 'ended' = 'created';
  #endedAt: string | null = null;

  constructor(origin: ConversationOrigin, around: ConversationSurroundings) {
    this.origin = origin;
    this.#around = around;
    this.grace = new Deadline(around.timers);
    this.idle = new Deadline(around.timers);
    this.createdAt = this.#timestamp();
    this.guest = this.add('CUSTOMER', origin.guest);
  }

  get state(): 'created' | 'active' | 'ended' {
    return this.#state;
  }

  get endedAt(): string | null {
    return this.#endedAt;
  }

  get members(): readonly Member[] {
    return [...this.#members.values()];
  }

  member(id: string): Member | undefined {
    return this.#members.get(id);
  }

  /** The member of that role who is in that state, if there is one. */
  find(role: MemberRole, state: 'ALERTING' | 'CONNECTED'): Member | undefined {
    for (const member of this.#members.values()) {
      if (member.role === role && member.state === state) return member;
    }
    return undefined;
  }

  /** A member nobody has heard of yet. */
  add(role: MemberRole, profile: MemberProfile): Member {
    const authenticated = role === 'CUSTOMER' && this.origin.guestAuthenticated;
    const member: Member = { id: randomUUID(), role, profile, authenticated };
    this.#members.set(member.id, member);
    return member;
  }

  /** From here on the guest may speak. */
  activate(announce: boolean): void {
    this.#state = 'active';
    this.connect(this.guest, announce);
  }

  alert(member: Member): void {
    member.state = 'ALERTING';
    this.announce(member);
  }

  /** `announce` off loses the member-change frame, not the member-join entry. */
  connect(member: Member, announce = true): void {
    member.state = 'CONNECTED';
    member.joinDate = this.#timestamp();
    if (announce) this.announce(member);
    this.say(member, '', 'member-join');
  }

  /** Nothing when it left already; one that never was connected leaves no entry. */
  disconnect(member: Member): void {
    if (member.state === 'DISCONNECTED') return;
    const joined = member.state === 'CONNECTED';
    member.state = 'DISCONNECTED';
    member.leaveDate = this.#timestamp();
    this.announce(member);
    if (joined) this.say(member, '', 'member-leave');
  }

  /** Sends the member's state as it is, also if it was sent before. */
  announce(member: Member): void {
    this.#around.publish(this, memberFrame(this.id, member.id, member.state ?? 'ALERTING', this.#timestamp()));
  }

  /** Writes without telling anyone: see {@link Conversation.tell}. */
  write(sender: Member, body: string, bodyType: BodyType): Message {
    const message = { id: randomUUID(), senderId: sender.id, body, bodyType, timestamp: this.#timestamp() };
    this.transcript.append(message);
    return message;
  }

  tell(message: Message): void {
    this.#around.publish(this, messageFrame(this.id, message));
  }

  say(sender: Member, body: string, bodyType: BodyType): Message {
    const message = this.write(sender, body, bodyType);
    this.tell(message);
    return message;
  }

  typing(sender: Member): TypingEvent {
    return { id: randomUUID(), senderId: sender.id, timestamp: this.#timestamp() };
  }

  tellTyping(event: TypingEvent): void {
    this.#around.publish(this, typingFrame(this.id, event));
  }

  /** The guest goes first, then whoever is left (docs/guest-chat.md §3.4.8). Nothing the second time. */
  end(): void {
    if (this.#state === 'ended') return;
    this.#state = 'ended';
    this.#endedAt = this.#timestamp();
    this.grace.clear();
    this.idle.clear();
    this.disconnect(this.guest);
    for (const member of this.#members.values()) this.disconnect(member);
    this.#around.ended(this);
  }

  #timestamp(): string {
    return new Date(this.#around.now()).toISOString();
  }
}
