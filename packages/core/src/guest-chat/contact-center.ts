import type {
  AgentEvent,
  CatchUpOutcome,
  ContactCenter,
  ContactCenterLimits,
  ContactCenterSink,
  EndOutcome,
  OpenOutcome,
  OpenRequest,
  OutboundText,
  ResumeOutcome,
  Session,
} from '../contracts/contact-center.ts';
import type { Failure, Outcome } from '../domain/failure.ts';
import type { JsonValue } from '../domain/json.ts';
import { openFailure, saysOver, sendOutcome, sessionFailure } from './api/failure.ts';
import { GuestApi } from './api/guest-api.ts';
import { Http } from './api/http.ts';
import { RateBudgets } from './api/rate-budgets.ts';
import { Attachment, type Surroundings } from './attachment.ts';
import { catchUp } from './catch-up.ts';
import { GUEST_CHAT, type GuestSession, readSession, storedSession } from './guest-session.ts';
import { jwtExpiry } from './jwt-expiry.ts';
import { vouch } from './member-auth.ts';
import { Members } from './members.ts';
import { apiUrlOf, defaultGuestChatKnobs, type GuestChatKnobs, type GuestChatOptions } from './options.ts';
import { SilenceWatch } from './stream/silence-watch.ts';
import { mayDial } from './stream/stream-address.ts';
import { streamLookup } from './stream/stream-lookup.ts';

/** The published limit of a message's body. */
const MAX_TEXT = 4_000;
/** How many prepared sessions are remembered as never attached; beyond that, attaching costs one call more. */
const MAX_FRESH = 10_000;

/** The guest chat of Genesys Cloud as a contact centre. Throws GuestChatAddressError for a region or address that is none. */
export function createGuestChat(options: GuestChatOptions): ContactCenter {
  return new GuestChat(options);
}

class GuestChat implements ContactCenter {
  readonly transport: string = GUEST_CHAT;
  readonly limits: ContactCenterLimits;
  readonly #options: GuestChatOptions;
  readonly #apiUrl: URL;
  readonly #http: Http;
  readonly #api: GuestApi;
  readonly #budgets: RateBudgets;
  readonly #around: Surroundings;
  readonly #attachments = new Map<string, Attachment>();
  readonly #fresh = new Set<string>();
  #sink: ContactCenterSink | null = null;
  #stopped = false;

  constructor(options: GuestChatOptions) {
    const knobs: GuestChatKnobs = { ...defaultGuestChatKnobs, ...options.knobs };
    const { clock, logger, organizationId, deploymentId } = options;
    this.#options = options;
    this.#apiUrl = apiUrlOf(options);
    this.#http = new Http({ apiUrl: this.#apiUrl, clock, ...knobs });
    this.#budgets = new RateBudgets(clock);
    const deployment = { organizationId, deploymentId };
    this.#api = new GuestApi({ http: this.#http, budgets: this.#budgets, deployment });
    this.limits = {
      text: { limit: MAX_TEXT, unit: 'characters' },
      landsWithinMs: knobs.landsWithinMs,
      sendTimeoutMs: knobs.requestTimeoutMs,
      showsOwnSends: true,
      activationProbeMs: knobs.activationProbeMs,
      activationWindowMs: knobs.activationWindowMs,
      graceMs: knobs.graceMs,
      silenceEndsMs: knobs.silenceEndsMs,
    };
    this.#around = {
      api: this.#api,
      clock,
      logger,
      watch: new SilenceWatch(clock, knobs.heartbeatMs * knobs.silentHeartbeats),
      knobs,
      lookup: streamLookup(this.#apiUrl),
      emit: (sessionId, event) => this.#emit(sessionId, event),
      detached: (attachment) => {
        if (this.#attachments.get(attachment.id) === attachment) this.#attachments.delete(attachment.id);
      },
    };
  }

  async start(sink: ContactCenterSink): Promise<void> {
    this.#sink = sink;
  }

  async open(request: OpenRequest, signal: AbortSignal): Promise<OpenOutcome> {
    const { clock, memberAuthToken } = this.#options;
    const vouched = await vouch(memberAuthToken, request, signal);
    if (!vouched.ok) return { outcome: 'rejected', failure: vouched.failure };
    const answer = await this.#api.create(request, vouched.token, signal);
    if (!answer.ok) return { outcome: 'rejected', failure: openFailure(answer.refusal) };
    const { id, jwt, eventStreamUri, member } = answer.value;
    if (!mayDial(eventStreamUri, this.#apiUrl)) return { outcome: 'rejected', failure: badAddress('route') };
    this.#noteFresh(id);
    const expiresAt = jwtExpiry(jwt);
    const guest = { conversationId: id, memberId: member.id, jwt, eventStreamUri, expiresAt };
    // A token that has expired as it comes shows that the clocks differ, not when it will.
    const known = expiresAt !== null && expiresAt > clock.now();
    return { outcome: 'opened', session: storedSession(guest), remoteId: id, ...(known && { expiresAt }) };
  }

  async resume(session: Session, signal: AbortSignal): Promise<ResumeOutcome> {
    const guest = readSession(session);
    if (guest === null) return { outcome: 'rejected', failure: unreadable };
    if (!mayDial(guest.eventStreamUri, this.#apiUrl))
      return { outcome: 'rejected', failure: badAddress('conversation') };
    if (this.#stopped) return { outcome: 'rejected', failure: stopped };
    const fresh = this.#fresh.delete(session.id);
    const before = this.#attachments.get(session.id);
    const attachment = new Attachment(guest, this.#around);
    this.#attachments.set(session.id, attachment);
    // Two sockets for one token may be one too many.
    await before?.detach();
    return attachment.open(fresh, signal);
  }

  async send(session: Session, text: OutboundText, signal: AbortSignal): Promise<Outcome> {
    const guest = this.#guestOf(session);
    if (guest === null) return { outcome: 'rejected', failure: unreadable };
    const answer = await this.#api.postMessage(guest, text, signal);
    if (!answer.ok) return sendOutcome(answer.refusal);
    this.#attachments.get(session.id)?.noteActivated();
    return { outcome: 'accepted', key: answer.value.id };
  }

  async typing(session: Session): Promise<void> {
    const attachment = this.#attachments.get(session.id);
    if (attachment?.mayType()) await this.#api.postTyping(attachment.guest);
  }

  /** Guest chat has no way to tell an agent what became of a message. */
  async reportDelivery(): Promise<void> {}

  async catchUp(session: Session, cursor: string | null, signal: AbortSignal): Promise<CatchUpOutcome> {
    const guest = this.#guestOf(session);
    if (guest === null) return { outcome: 'rejected', failure: unreadable };
    const attachment = this.#attachments.get(session.id);
    const members = attachment?.members ?? new Members(this.#api, guest);
    const { clock } = this.#options;
    const { requestTimeoutMs } = this.#around.knobs;
    const undeclined = (id: string, at: number) => attachment?.noteMediaRequest(id, at);
    const present = attachment?.takeFound() === true;
    return catchUp({ api: this.#api, guest, members, clock, requestTimeoutMs, present, undeclined }, cursor, signal);
  }

  async end(session: Session, signal: AbortSignal): Promise<EndOutcome> {
    const guest = this.#guestOf(session);
    if (guest === null) return { outcome: 'rejected', failure: unreadable };
    const attachment = this.#attachments.get(session.id);
    attachment?.noteLeaving(true);
    const answer = await this.#api.leave(guest, signal);
    if (!answer.ok && !saysOver(answer.refusal)) {
      attachment?.noteLeaving(false);
      return { outcome: 'rejected', failure: sessionFailure(answer.refusal) };
    }
    this.#fresh.delete(session.id);
    this.#budgets.forget(session.id);
    void attachment?.detach();
    return { outcome: 'ended' };
  }

  release(sessionId: string): void {
    this.#budgets.forget(sessionId);
    void this.#attachments.get(sessionId)?.detach();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    const detached = [...this.#attachments.values()].map((attachment) => attachment.detach());
    await Promise.all([...detached, this.#http.close()]);
  }

  preview(request: OpenRequest): JsonValue {
    return JSON.parse(JSON.stringify(this.#api.createBody(request)));
  }

  #guestOf(session: Session): GuestSession | null {
    return this.#attachments.get(session.id)?.guest ?? readSession(session);
  }

  #noteFresh(id: string): void {
    if (this.#fresh.size >= MAX_FRESH) {
      for (const oldest of this.#fresh) {
        this.#fresh.delete(oldest);
        break;
      }
    }
    this.#fresh.add(id);
  }

  async #emit(sessionId: string, event: AgentEvent): Promise<void> {
    if (event.type === 'ended') this.#budgets.forget(sessionId);
    await this.#sink?.receive(sessionId, event);
  }
}

const unreadable: Failure = {
  code: 'session.unreadable',
  scope: 'conversation',
  retryable: false,
  human: 'the chat is not known any more',
};

const stopped: Failure = {
  code: 'transport.stopped',
  scope: 'message',
  retryable: true,
  human: 'the bridge is stopping',
};

/** The event stream would be unencrypted although the API is not, or is no WebSocket address at all. */
function badAddress(scope: 'route' | 'conversation'): Failure {
  return { code: 'stream.address', scope, retryable: scope === 'route', human: 'the chat cannot be listened to' };
}
