import { randomUUID } from 'node:crypto';
import type { WebSocket } from 'ws';
import { Deadline } from '../../deadline.ts';
import type { Timers } from '../../timers.ts';
import type { AgentMode, Knobs } from '../knobs.ts';
import type { Frame, TypingEvent } from './frame.ts';
import { mediaFrame, memberFrame, messageFrame, typingFrame } from './frame.ts';
import type { MediaRequest, MediaType } from './media-requests.ts';
import { MediaRequests } from './media-requests.ts';
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
  /** As they are turned now. */
  readonly knobs: Readonly<Knobs>;
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
  readonly media: MediaRequests;
  /** Ends the chat when no socket comes back in time. */
  readonly grace: Deadline;
  /** Ends the chat when the guest stays silent. */
  readonly idle: Deadline;
  /** Since when the guest has been silent, in clock time. */
  silentSince = 0;
  /** When the guest last typed, in clock time. */
  typedAt: number = Number.NEGATIVE_INFINITY;
  /** Its token counts as expired, whatever it says. */
  tokenExpired = false;
  /** How far the echo agent has answered: a position in the transcript. */
  answeredUpTo = 0;
  /** Whether a socket ever was attached. */
  attached = false;
  readonly #members: Map<string, Member> = new Map();
  readonly #around: ConversationSurroundings;
  #state: 'created' | 'active' | 'ended' = 'created';
  #endedAt: string | null = null;
  /** Runs while the agent is gone and the guest's own end has not come yet. */
  readonly #lag: Deadline;
  #ending = false;

  constructor(origin: ConversationOrigin, around: ConversationSurroundings) {
    this.origin = origin;
    this.#around = around;
    this.grace = new Deadline(around.timers);
    this.idle = new Deadline(around.timers);
    this.#lag = new Deadline(around.timers);
    this.media = new MediaRequests({
      timers: around.timers,
      timeoutMs: () => around.knobs.mediaRequestTimeoutMs,
      changed: (request) => this.#tellMedia(request),
    });
    this.createdAt = this.#timestamp();
    this.guest = this.add('CUSTOMER', origin.guest);
  }

  get state(): 'created' | 'active' | 'ended' {
    return this.#state;
  }

  get knobs(): Readonly<Knobs> {
    return this.#around.knobs;
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
  activate(): void {
    this.#state = 'active';
    this.silentSince = this.#around.now();
  }

  alert(member: Member): void {
    member.state = 'ALERTING';
    this.announce(member);
  }

  /** `announce` off loses the member-change frame, not the member-join entry. */
  connect(member: Member, announce = true): void {
    member.state = 'CONNECTED';
    member.joinDate = this.#timestamp();
    const { joinFirst } = this.knobs;
    if (announce && !joinFirst) this.announce(member);
    this.#note(member, 'member-join');
    if (announce && joinFirst) this.announce(member);
  }

  /** Nothing when it left already; one that never was connected leaves no entry. */
  disconnect(member: Member): void {
    if (member.state === 'DISCONNECTED') return;
    if (member.role === 'ACD' && this.#state !== 'ended' && !this.knobs.queueLeaves) return;
    const before = member.state;
    member.state = 'DISCONNECTED';
    member.leaveDate = this.#timestamp();
    if (before !== 'ALERTING' || this.knobs.missedOfferTold) this.announce(member);
    if (before === 'CONNECTED') this.#note(member, 'member-leave');
    this.media.cancelOf(member.id);
  }

  /** Sends the member's state as it is, also if it was sent before. */
  announce(member: Member): void {
    if (!this.#hasFrames(member)) return;
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
    this.#around.publish(this, typingFrame(this.id, event, this.knobs.typingTopic));
  }

  /** An agent asks for co-browsing or screen sharing. Its frame is made up (docs/guest-chat.md §3.2). */
  requestMedia(agent: Member, types: readonly MediaType[]): MediaRequest {
    const request = this.media.open(agent.id, types);
    const message = this.write(agent, '', 'media-request');
    if (this.knobs.mediaRequestFrame === 'message') this.tell(message);
    this.#tellMedia(request);
    return request;
  }

  /**
   * The guest goes first, then whoever is left (docs/guest-chat.md §3.4.8), or the other way round, if so turned. Where
   * the agent goes first, the guest's own end may lag behind, unless it is the guest who leaves. Nothing the second time.
   */
  end(by: 'guest' | 'centre' = 'centre'): void {
    if (this.#state === 'ended') return;
    const { agentLeavesFirst, ownDisconnectLagMs } = this.knobs;
    const agents = this.members.filter(({ role }) => role === 'AGENT');
    const hungUp = agents.at(-1)?.state === 'DISCONNECTED' && agents.at(-1)?.joinDate !== undefined;
    if (by === 'guest' || ownDisconnectLagMs === 0 || !(agentLeavesFirst || hungUp)) {
      this.#over();
      return;
    }
    if (this.#ending) return;
    this.#ending = true;
    for (const agent of agents) this.disconnect(agent);
    this.#lag.set(ownDisconnectLagMs, () => this.#over());
  }

  #over(): void {
    this.#state = 'ended';
    this.#endedAt = this.#timestamp();
    for (const deadline of [this.grace, this.idle, this.#lag]) deadline.clear();
    if (!this.knobs.agentLeavesFirst) this.disconnect(this.guest);
    for (const member of this.#members.values()) if (member !== this.guest) this.disconnect(member);
    this.disconnect(this.guest);
    this.#around.ended(this);
  }

  /** A join or a leave in the history, and on the stream if they are told there. */
  #note(member: Member, bodyType: 'member-join' | 'member-leave'): void {
    const { joinBodies, joinFrames } = this.knobs;
    const text = `${member.profile.displayName} ${bodyType === 'member-join' ? 'joined' : 'left'}`;
    const message = this.write(member, joinBodies === 'filled' ? text : '', bodyType);
    if (joinFrames && this.#hasFrames(member)) this.tell(message);
  }

  #hasFrames(member: Member): boolean {
    return member.role !== 'ACD' || this.knobs.queueFrames;
  }

  #tellMedia(request: MediaRequest): void {
    if (this.knobs.mediaRequestFrame !== 'topic') return;
    this.#around.publish(this, mediaFrame(this.id, request, this.#timestamp()));
  }

  #timestamp(): string {
    return new Date(this.#around.now()).toISOString();
  }
}
