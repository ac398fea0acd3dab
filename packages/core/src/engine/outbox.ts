import type { ContactCenter, Session } from '../contracts/contact-center.ts';
import type { Clock, Logger } from '../contracts/runtime.ts';
import type { Store } from '../contracts/store.ts';
import type { Delivery } from '../domain/delivery.ts';
import type { Failure, Outcome } from '../domain/failure.ts';
import type { ConversationId } from '../domain/ids.ts';
import { agentScope } from '../session/conversation-life.ts';
import type { Effect } from '../session/effect.ts';
import type { SessionEvent } from '../session/event.ts';
import { askTurn, slowDown } from './ask-turn.ts';
import { ConcurrencyLimit } from './concurrency-limit.ts';
import type { CustomerLoop } from './customer-loop.ts';
import { MISSED, withDeadline } from './deadline.ts';
import { deliver, findSent } from './deliver.ts';
import { failureOf, missingTransport } from './failure-of.ts';
import { FencedError } from './fenced-error.ts';
import { readHistory } from './read-history.ts';
import { readPreface } from './read-preface.ts';
import type { Registry } from './registry.ts';

export interface OutboxOptions {
  readonly contactCenters: ReadonlyMap<string, ContactCenter>;
  readonly store: Store;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly registry: () => Registry;
  /** Told how long each message took from its commit until the contact centre had answered or the time was up. */
  readonly onSent: (tookMs: number) => void;
}

/** How many sessions are opened, attached or read at the same time. */
const SESSIONS_AT_ONCE = 64;
/** How long opening, attaching, reading a page or leaving may take. */
const SESSION_TIMEOUT_MS = 20_000;
/** When the store could not be read. */
const READ_AGAIN_MS = 2_000;

type EffectOf<Type extends Effect['type']> = Extract<Effect, { type: Type }>;

/** Carries out what steps ask for, and brings the results back as events. */
export class Outbox {
  readonly #options: OutboxOptions;
  readonly #sessions = new ConcurrencyLimit(SESSIONS_AT_ONCE);
  /** Running chats do not wait behind chats that cannot be opened. */
  readonly #opening = new ConcurrencyLimit(SESSIONS_AT_ONCE);
  readonly #writing = new Set<Promise<void>>();

  constructor(options: OutboxOptions) {
    this.#options = options;
  }

  /** Never throws, never waits. */
  perform(loop: CustomerLoop, effect: Effect): void {
    const gates = loop.channel.gates;
    switch (effect.type) {
      case 'pauseRoute':
        return gates[effect.route].pause(loop, effect.failure);
      case 'routeWorks':
        return gates[effect.route].works();
      case 'blocked':
        return loop.channel.draining ? undefined : gates[effect.route].block(loop);
      case 'release':
        return this.#release(effect);
      case 'send':
        return this.#write(this.#send(loop, effect.delivery));
      case 'deliver':
        return this.#write(this.#deliver(loop, effect.delivery));
      case 'findSent':
        return this.#write(this.#findSent(loop, effect.delivery));
      case 'askTurn':
        return askTurn(loop, this.#options.clock);
      case 'readPreface':
        return void this.#readPreface(loop, effect, loop.state.kept.conversation?.id);
      case 'keepAlive':
        return void this.#keepAlive(loop);
      default:
        if (!loop.channel.draining)
          void (effect.type === 'open' ? this.#opening : this.#sessions).run(() => this.#onSession(loop, effect));
    }
  }

  /** Resolves when nothing is being written any more. */
  async settled(): Promise<void> {
    while (this.#writing.size > 0) await Promise.all(this.#writing);
  }

  #write(task: Promise<void>): void {
    const done = task.finally(() => this.#writing.delete(done));
    this.#writing.add(done);
  }

  async #onSession(
    loop: CustomerLoop,
    effect: EffectOf<'open'> | EffectOf<'resume'> | EffectOf<'catchUp'> | EffectOf<'leave'>,
  ): Promise<void> {
    if (loop.channel.draining || loop.closed) return;
    const { conversation } = loop.state.kept;
    const contactCenter = this.#options.contactCenters.get(conversation?.transport ?? '');
    if (conversation === null) return;
    const only = { conversation: conversation.id };
    if (contactCenter === undefined) {
      loop.post(failed(effect, missingTransport(conversation.transport)), only);
    } else if (effect.type === 'open') {
      await this.#open(loop, contactCenter, { effect, only });
    } else if (conversation.session !== null) {
      const { session } = conversation;
      if (effect.type === 'resume') loop.post(await this.#resume(loop, contactCenter, session), only);
      else if (effect.type === 'leave') loop.post(await this.#leave(contactCenter, session), only);
      else await this.#catchUp(loop, contactCenter, { session, effect, only });
    }
  }

  async #open(loop: CustomerLoop, contactCenter: ContactCenter, { effect, only }: Opening): Promise<void> {
    const result = await this.#within((signal) => contactCenter.open(effect.request, signal));
    if (result.outcome === 'opened')
      return loop.post(
        {
          type: 'opened',
          session: result.session,
          remoteId: result.remoteId,
          expiresAt: result.expiresAt ?? null,
        },
        only,
      );
    const { failure } = result;
    await loop
      .run(async (turn) => {
        if (turn.state.kept.conversation?.id !== only.conversation) return;
        const forGood = failure.scope === 'message' && !failure.retryable;
        const pending = forGood
          ? await this.#options.store.overdue(loop.customer.id, 'toAgent', Number.MAX_SAFE_INTEGER)
          : [];
        await turn.step({ type: 'openFailed', failure, pending });
      })
      .catch((error: unknown) => this.#report(error, 'open'));
  }

  async #resume(loop: CustomerLoop, contactCenter: ContactCenter, session: Session): Promise<SessionEvent> {
    this.#options.registry().bindSession(session.transport, session.id, loop);
    const result = await this.#within((signal) => contactCenter.resume(session, signal));
    if (result.outcome === 'attached') return { type: 'attached', activated: result.activated };
    if (result.outcome === 'over') return { type: 'attachedTooLate', reason: result.reason };
    return { type: 'attachFailed', failure: result.failure };
  }

  async #leave(contactCenter: ContactCenter, session: Session): Promise<SessionEvent> {
    const result = await this.#within((signal) => contactCenter.end(session, signal));
    return { type: 'leaveSettled', failure: 'failure' in result ? result.failure : null };
  }

  /** Reads all that is missing, then takes it in as one step, without what was taken in before. */
  async #catchUp(loop: CustomerLoop, contactCenter: ContactCenter, { session, effect, only }: CatchUp): Promise<void> {
    const read = await readHistory(effect.cursor, (from) =>
      this.#within((signal) => contactCenter.catchUp(session, from, signal)),
    );
    if ('failure' in read) return loop.post({ type: 'catchUpFailed', id: effect.id, failure: read.failure }, only);
    await loop
      .run(async (turn) => {
        if (turn.state.kept.conversation?.id !== only.conversation) return;
        const seen = await turn.seen(agentScope(session), read.keys);
        await turn.step({ type: 'caughtUp', id: effect.id, ...read.without(seen) });
      })
      .catch((error: unknown) => this.#report(error, 'catch-up'));
  }

  async #send(loop: CustomerLoop, delivery: Delivery): Promise<void> {
    const { conversation } = loop.state.kept;
    const contactCenter = this.#options.contactCenters.get(conversation?.transport ?? '');
    const session = conversation?.session;
    if (conversation == null || session == null) return;
    const { body } = delivery;
    if (contactCenter === undefined) {
      const outcome: Outcome = { outcome: 'rejected', failure: missingTransport(conversation.transport) };
      loop.post({ type: 'sendSettled', deliveryId: delivery.id, outcome }, { conversation: conversation.id });
      return;
    }
    const timeoutMs = contactCenter.limits.sendTimeoutMs;
    if (!this.#mayWrite(timeoutMs)) return;
    const from = this.#options.clock.monotonic();
    const text =
      body.kind === 'message'
        ? ({ kind: 'standard', text: body.text } as const)
        : ({
            kind: 'notice',
            text: body.text ?? '',
          } as const);
    let outcome: Outcome;
    try {
      const result = await withDeadline(this.#options.clock, timeoutMs, (signal) =>
        contactCenter.send(session, text, signal),
      );
      outcome = result === MISSED ? { outcome: 'unknown', failure: failureOf('deadline') } : result;
    } catch (error) {
      this.#report(error, 'send');
      outcome = { outcome: 'unknown', failure: failureOf('threw') };
    }
    this.#options.onSent(this.#options.clock.monotonic() - from);
    loop.post({ type: 'sendSettled', deliveryId: delivery.id, outcome }, { conversation: conversation.id });
  }

  async #deliver(loop: CustomerLoop, delivery: Delivery): Promise<void> {
    const { adapter } = loop.channel.policy(null);
    if (!this.#mayWrite(adapter.deliverTimeoutMs)) return;
    const outcome = await deliver(loop, delivery, {
      clock: this.#options.clock,
      timeoutMs: adapter.deliverTimeoutMs,
      report: (error) => this.#report(error, 'deliver'),
    });
    slowDown(loop, outcome);
    const { id: deliveryId, conversationId } = delivery;
    loop.post({ type: 'deliverSettled', deliveryId, conversationId, outcome });
  }

  async #findSent(loop: CustomerLoop, delivery: Delivery): Promise<void> {
    const askedAt = this.#options.clock.now();
    const found = await findSent(loop, delivery, {
      clock: this.#options.clock,
      timeoutMs: SESSION_TIMEOUT_MS,
      report: (error) => this.#report(error, 'findSent'),
    });
    loop.post({ type: 'findSentSettled', deliveryId: delivery.id, found, askedAt });
  }

  async #readPreface(
    loop: CustomerLoop,
    effect: EffectOf<'readPreface'>,
    conversation: ConversationId | undefined,
  ): Promise<void> {
    if (conversation === undefined || loop.closed) return;
    try {
      const said = await readPreface(this.#options.store, effect);
      loop.post({ type: 'prefaceRead', said }, { conversation });
    } catch (error) {
      this.#report(error, 'preface');
      this.#options.clock.setTimeout(() => void this.#readPreface(loop, effect, conversation), READ_AGAIN_MS);
    }
  }

  async #keepAlive(loop: CustomerLoop): Promise<void> {
    const { session, transport } = loop.state.kept.conversation ?? {};
    if (session != null) await this.#options.contactCenters.get(transport ?? '')?.typing(session);
  }

  #release({ transport, sessionId }: EffectOf<'release'>): void {
    this.#options.registry().unbindSession(transport, sessionId);
    this.#options.contactCenters.get(transport)?.release(sessionId);
  }

  /** Nothing may be written outside that could land after the ownership has run out. */
  #mayWrite(timeoutMs: number): boolean {
    const { store, clock } = this.#options;
    return store.ownedUntil() - clock.monotonic() > timeoutMs;
  }

  async #within<T>(task: (signal: AbortSignal) => Promise<T>): Promise<T | Rejected> {
    try {
      const result = await withDeadline(this.#options.clock, SESSION_TIMEOUT_MS, task);
      return result === MISSED ? { outcome: 'rejected', failure: failureOf('deadline') } : result;
    } catch (error) {
      this.#report(error, 'session');
      return { outcome: 'rejected', failure: failureOf('threw') };
    }
  }

  #report(error: unknown, what: string): void {
    if (error instanceof FencedError) return;
    this.#options.logger.error(
      { event: 'outbox.threw', what, name: error instanceof Error ? error.name : typeof error },
      'a port threw where it should have returned an outcome',
    );
  }
}

interface Opening {
  readonly effect: EffectOf<'open'>;
  readonly only: { readonly conversation: ConversationId };
}

interface CatchUp {
  readonly session: Session;
  readonly effect: EffectOf<'catchUp'>;
  readonly only: { readonly conversation: ConversationId };
}

interface Rejected {
  readonly outcome: 'rejected';
  readonly failure: Failure;
}

function failed(effect: { readonly type: Effect['type']; readonly id?: number }, failure: Failure): SessionEvent {
  if (effect.type === 'open') return { type: 'openFailed', failure, pending: [] };
  if (effect.type === 'resume') return { type: 'attachFailed', failure };
  if (effect.type === 'leave') return { type: 'leaveSettled', failure };
  return { type: 'catchUpFailed', id: effect.id ?? 0, failure };
}
