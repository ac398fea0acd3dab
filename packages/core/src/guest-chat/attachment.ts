import type { LookupFunction } from 'node:net';
import type { AgentEvent, ResumeOutcome } from '../contracts/contact-center.ts';
import type { Clock, Logger, TimerHandle } from '../contracts/runtime.ts';
import { saysGone, sessionFailure } from './api/failure.ts';
import type { GuestApi } from './api/guest-api.ts';
import { ENDED, FrameInterpreter } from './frame-interpreter.ts';
import type { GuestSession } from './guest-session.ts';
import { MediaDecliner } from './media-decliner.ts';
import type { Members } from './members.ts';
import type { GuestChatKnobs } from './options.ts';
import { patiently, pause } from './patience.ts';
import { EventStream, type EventStreamListener, type StreamEnd } from './stream/event-stream.ts';
import type { Frame } from './stream/frame.ts';
import type { SilenceWatch } from './stream/silence-watch.ts';
import { chatIsOver, type VerdictParts, whyNotOpen } from './stream-verdict.ts';
import { survey } from './survey.ts';

/** What all attachments share. */
export interface Surroundings {
  readonly api: GuestApi;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly watch: SilenceWatch;
  readonly knobs: GuestChatKnobs;
  /** Of event streams; undefined: as the system does. */
  readonly lookup: LookupFunction | undefined;
  emit(sessionId: string, event: AgentEvent): Promise<void>;
  /** It is over, one way or the other. */
  detached(attachment: Attachment): void;
}

type Item =
  | Frame
  | { readonly type: 'probe' }
  | { readonly type: 'recheck'; readonly memberId: string }
  | ({ readonly type: 'end' } & StreamEnd);

/** More than this, told or waiting to be told, and it is cheaper to read the history. */
const MAX_BEHIND = 1_000;

/** One chat that is listened to: from dialling its event stream until that is gone. Frames are told in their order. */
export class Attachment implements EventStreamListener {
  readonly id: string;
  readonly guest: GuestSession;
  readonly #around: Surroundings;
  readonly #stream: EventStream;
  readonly #interpreter: FrameInterpreter;
  readonly #attachedAt: number;
  /** `settled`: `open` has its outcome, but whoever waits for it may not have it yet. */
  #state: 'opening' | 'settled' | 'flowing' | 'over' = 'opening';
  #waiting: Item[] = [];
  #telling = false;
  #untold = 0;
  #probe: TimerHandle | null = null;
  #streamEnd: StreamEnd | null = null;
  /** `end` was asked for, so that being put out is no news. */
  #leaving = false;
  #putOut = false;
  #typedAt = Number.NEGATIVE_INFINITY;
  /** The guest was found in the chat after the stream was open, and nobody has relied on it yet. */
  #found = false;
  readonly #letGo = new AbortController();
  readonly #streamGone = new AbortController();
  /** Made when something is asked for: of thousands of chats, hardly any has one. */
  #media: MediaDecliner | null = null;

  constructor(guest: GuestSession, around: Surroundings) {
    this.id = guest.conversationId;
    this.guest = guest;
    this.#around = around;
    const { clock, watch, knobs, lookup } = around;
    const { handshakeTimeoutMs } = knobs;
    const letGo = this.#letGo;
    this.#stream = new EventStream({ address: guest.eventStreamUri, clock, watch, handshakeTimeoutMs, lookup }, this);
    this.#interpreter = new FrameInterpreter({
      api: around.api,
      guest,
      patiently: (ask) => patiently(ask, { clock, letGo }),
      recheckSoon: (memberId) => this.#later(knobs.departureRecheckMs, { type: 'recheck', memberId }),
    });
    this.#attachedAt = clock.monotonic();
  }

  get members(): Members {
    return this.#interpreter.members;
  }

  /** One attempt. `fresh`: nobody can have been attached before, so that there is nothing to be read. */
  async open(fresh: boolean, signal: AbortSignal): Promise<ResumeOutcome> {
    const opening = await this.#stream.open(signal);
    if (!opening.opened) return this.#notOpen(opening.end, signal);
    const { clock, knobs } = this.#around;
    const found = fresh ? null : await survey(this.#around.api, this.guest, signal);
    if (this.#isOver() || signal.aborted) return this.#fail(givenUp);
    if (found?.ok === false) {
      // A chat that is over closes its stream soon; where that is also why nothing can be read, it tells the two apart.
      if (saysGone(found.refusal)) {
        await pause(clock, knobs.departureRecheckMs, this.#streamGone.signal);
        if (this.#streamEnd !== null) return this.#notOpen(this.#streamEnd, signal);
      }
      const failure = sessionFailure(found.refusal);
      if (failure.scope === 'conversation') return this.#fail({ outcome: 'rejected', failure });
    }
    if (found?.ok && found.value.own === 'disconnected') return this.#fail({ outcome: 'over', reason: 'ended' });
    if (this.#streamEnd !== null) return this.#notOpen(this.#streamEnd, signal);
    if (found?.ok && found.value.own === 'connected') this.#interpreter.noteActivated();
    const events = found?.ok ? this.#interpreter.takeSurvey(found.value, clock.now()) : [];
    this.#found = found?.ok === true && found.value.own === 'connected';
    this.#state = 'settled';
    setImmediate(() => this.#flow(events));
    const { activated } = this.#interpreter;
    if (!activated) this.#armProbe();
    return { outcome: 'attached', activated };
  }

  frame(frame: Frame): void {
    this.#interpreter.noteArrived(frame);
    if (this.#state === 'opening' && this.#interpreter.isOwnConnected(frame)) this.#interpreter.noteActivated();
    else this.#enqueue(frame);
  }

  ended(end: StreamEnd): void {
    this.#streamEnd = end;
    this.#streamGone.abort();
    if (this.#state !== 'opening') this.#enqueue({ type: 'end', ...end });
  }

  /** A message was accepted: proof enough. */
  noteActivated(): void {
    this.#interpreter.noteActivated();
  }

  /**
   * Whether the stream itself will tell if the chat ends, or has ended, since the guest was last found in it. True once
   * for each attachment: the longer ago that was, the less it is worth.
   */
  takeFound(): boolean {
    const found = this.#found && !this.#isOver() && this.#streamEnd === null;
    this.#found = false;
    return found;
  }

  /** From here on the guest's own departure is not told. */
  noteLeaving(leaving: boolean): void {
    this.#leaving = leaving;
    if (!leaving && this.#putOut) this.#emit(ENDED);
  }

  /** Something was asked for that nobody could decline yet; the message's id. */
  noteMediaRequest(id: string, at: number): void {
    this.#enqueue({ type: 'media', id, at });
  }

  /** Whether the customer's typing may be told now; counts as told. */
  mayType(): boolean {
    const now = this.#around.clock.monotonic();
    if (this.#state === 'opening' || this.#isOver() || now - this.#typedAt < this.#around.knobs.typingIntervalMs)
      return false;
    this.#typedAt = now;
    return true;
  }

  /** Nothing is told any more. Resolves when the socket is gone. */
  detach(): Promise<void> {
    if (this.#state !== 'over') {
      this.#state = 'over';
      this.#waiting = [];
      this.#probe?.cancel();
      this.#letGo.abort();
      this.#streamGone.abort();
      this.#around.detached(this);
    }
    return this.#stream.close();
  }

  #flow(events: readonly AgentEvent[]): void {
    if (this.#isOver()) return;
    this.#state = 'flowing';
    for (const event of events) this.#emit(event);
    void this.#tell();
  }

  #enqueue(item: Item): void {
    if (this.#state === 'over') return;
    if (this.#waiting.length + this.#untold >= MAX_BEHIND) return this.#emit({ type: 'lost', reason: 'overrun' });
    this.#waiting.push(item);
    if (this.#state === 'flowing') void this.#tell();
  }

  /** One at a time: a member that has to be asked after holds back the frames behind. */
  async #tell(): Promise<void> {
    if (this.#telling) return;
    this.#telling = true;
    try {
      for (let item = this.#waiting.shift(); item !== undefined; item = this.#waiting.shift()) {
        for (const event of await this.#eventsOf(item)) this.#emit(event);
      }
    } catch {
      this.#emit({ type: 'lost', reason: 'frame.threw' });
    } finally {
      this.#telling = false;
      // An array that was pushed to keeps its room.
      if (this.#waiting.length === 0) this.#waiting = [];
    }
  }

  async #eventsOf(item: Item): Promise<readonly AgentEvent[]> {
    if (item.type === 'probe') return this.#probed();
    if (item.type === 'end') return [(await chatIsOver(this.#verdictParts, item)) ? ENDED : lostBy(item)];
    if (item.type === 'recheck') return this.#interpreter.recheck(item.memberId);
    if (item.type === 'media') {
      this.#media ??= this.#mediaDecliner();
      void this.#media.decline(item.id, item.at);
      return [];
    }
    return this.#interpreter.interpret(item);
  }

  #mediaDecliner(): MediaDecliner {
    const { api, clock } = this.#around;
    const declined = (key: string, at: number) => this.#emit({ type: 'mediaDeclined', key, at });
    return new MediaDecliner({ api, guest: this.guest, clock, signal: this.#letGo.signal, declined });
  }

  #emit(event: AgentEvent): void {
    if (this.#state === 'over') return;
    if (event.type === 'ended' && this.#leaving) {
      this.#putOut = true;
      return;
    }
    this.#untold += 1;
    this.#around.emit(this.id, event).then(
      () => {
        this.#untold -= 1;
      },
      () => {
        this.#untold -= 1;
        this.#around.logger.warn({ conversationId: this.id, event: event.type }, 'an agent event was not taken');
        if (event.type !== 'lost') this.#emit({ type: 'lost', reason: 'not-taken' });
      },
    );
    if (event.type === 'lost' || event.type === 'ended') void this.detach();
  }

  #later(delayMs: number, item: Item): void {
    void pause(this.#around.clock, delayMs, this.#letGo.signal).then(() => this.#enqueue(item));
  }

  #armProbe(againInMs: number = 0): void {
    const { clock, knobs } = this.#around;
    const delayMs = Math.max(knobs.activationProbeMs, againInMs);
    this.#probe = clock.setTimeout(() => this.#enqueue({ type: 'probe' }), delayMs);
  }

  /** Nothing has shown yet that messages are taken here, or who is here: asks. */
  async #probed(): Promise<readonly AgentEvent[]> {
    if (this.#interpreter.activated) return [];
    const { api, clock, knobs } = this.#around;
    const found = await survey(api, this.guest);
    const events = found.ok ? this.#interpreter.takeSurvey(found.value, clock.now()) : [];
    const throttled = !found.ok && found.refusal.status === 429;
    const patient = throttled || clock.monotonic() - this.#attachedAt < knobs.activationWindowMs;
    if (!this.#interpreter.activated && patient && !this.#isOver())
      this.#armProbe(found.ok ? 0 : (found.refusal.retryAfterMs ?? 0));
    return events;
  }

  async #notOpen(end: StreamEnd, signal: AbortSignal): Promise<ResumeOutcome> {
    if (this.#isOver() || signal.aborted) return this.#fail(givenUp);
    return this.#fail(await whyNotOpen(this.#verdictParts, end, signal));
  }

  get #verdictParts(): VerdictParts {
    return { api: this.#around.api, clock: this.#around.clock, guest: this.guest };
  }

  #fail(outcome: ResumeOutcome): ResumeOutcome {
    void this.detach();
    return outcome;
  }

  #isOver(): boolean {
    return this.#state === 'over';
  }
}

const givenUp: ResumeOutcome = {
  outcome: 'rejected',
  failure: { code: 'session.released', scope: 'message', retryable: true, human: 'the chat was let go' },
};

function lostBy({ why }: StreamEnd): AgentEvent {
  return { type: 'lost', reason: why };
}
