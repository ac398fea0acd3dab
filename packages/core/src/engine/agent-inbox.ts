import type { AgentEvent, ContactCenterSink } from '../contracts/contact-center.ts';
import type { Clock, Logger } from '../contracts/runtime.ts';
import { agentScope } from '../session/conversation-life.ts';
import type { SessionEvent } from '../session/event.ts';
import type { CustomerState } from '../session/state.ts';
import type { CustomerLoop } from './customer-loop.ts';
import type { Registry } from './registry.ts';
import type { TimelineFeed } from './timeline-feed.ts';
import type { Turn } from './turn.ts';

export interface AgentInboxOptions {
  readonly transport: string;
  readonly registry: Registry;
  readonly feed: TimelineFeed;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly onDuplicate: (loop: CustomerLoop) => void;
  /** Detaches from a session whose gap cannot be held in memory; it is read from history instead. */
  readonly release: (sessionId: string) => void;
}

/** More live events than this are not kept while a gap is being filled. */
const MAX_HELD = 500;

/** Takes in what happens on the agent side of one transport. While a gap is filled, live events wait for the merge. */
export class AgentInbox implements ContactCenterSink {
  readonly #options: AgentInboxOptions;
  readonly #held = new WeakMap<CustomerLoop, { sessionId: string; events: AgentEvent[] }>();

  readonly #typingShownAt = new WeakMap<CustomerLoop, number>();

  constructor(options: AgentInboxOptions) {
    this.#options = options;
  }

  async receive(sessionId: string, event: AgentEvent): Promise<void> {
    const { registry, transport } = this.#options;
    const loop = registry.ofSession(transport, sessionId);
    if (loop === undefined) return;
    if (event.type === 'typing') return this.#typing(loop, event.name);
    await loop.run(async (turn) => {
      if (turn.state.kept.conversation?.session?.id !== sessionId) return;
      if (event.type === 'lost') this.#held.delete(loop);
      else if (mustWait(turn.state, event)) return await this.#hold(loop, turn, { sessionId, event });
      else await this.#takeHeld(loop, turn);
      await this.#take(loop, turn, event);
    });
  }

  /** Whether anything has to wait. */
  holds(loop: CustomerLoop): boolean {
    return this.#held.has(loop);
  }

  /** Takes in what had to wait, now that nothing is missing below it. */
  async merge(loop: CustomerLoop): Promise<void> {
    if (!this.holds(loop) || gapIsOpen(loop.state)) return;
    await loop.run((turn) => this.#takeHeld(loop, turn));
  }

  /** What had to wait goes first, also before what is in the queue by now. */
  async #takeHeld(loop: CustomerLoop, turn: Turn): Promise<void> {
    if (gapIsOpen(turn.state)) return;
    const waiting = this.#held.get(loop);
    this.#held.delete(loop);
    if (waiting === undefined || turn.state.kept.conversation?.session?.id !== waiting.sessionId) return;
    for (const event of waiting.events) await this.#take(loop, turn, event);
  }

  async #hold(
    loop: CustomerLoop,
    turn: Turn,
    { sessionId, event }: { readonly sessionId: string; readonly event: AgentEvent },
  ): Promise<void> {
    const before = this.#held.get(loop);
    const held = before?.sessionId === sessionId ? before : { sessionId, events: [] };
    this.#held.set(loop, held);
    if (held.events.push(event) <= MAX_HELD) return;
    this.#held.delete(loop);
    this.#options.release(sessionId);
    await turn.step({ type: 'lost', reason: 'too much was held back' });
  }

  async #take(loop: CustomerLoop, turn: Turn, event: AgentEvent): Promise<void> {
    const session = turn.state.kept.conversation?.session;
    if ((event.type === 'message' || event.type === 'mediaDeclined') && session != null) {
      const seen = await turn.seen(agentScope(session), [event.key]);
      if (seen.size > 0) return this.#options.onDuplicate(loop);
    }
    const happened = sessionEvent(event);
    if (happened !== null) await turn.step(happened);
  }

  #typing(loop: CustomerLoop, agentName: string | null): void {
    const { conversation } = loop.state.kept;
    if (conversation === null) return;
    const typing = { conversationId: conversation.id, agentName };
    this.#options.feed.typing(loop.channel.name, loop.address, typing);
    const { adapter } = loop.channel;
    const now = this.#options.clock.monotonic();
    const resendMs = adapter.capabilities.typing?.resendMs ?? 0;
    if (now - (this.#typingShownAt.get(loop) ?? Number.NEGATIVE_INFINITY) < resendMs) return;
    this.#typingShownAt.set(loop, now);
    const show = async () => await adapter.typing?.(loop.address, typing);
    show().catch(() => {
      this.#options.logger.debug({ event: 'typing.failed', channel: loop.channel.name }, 'typing was not shown');
    });
  }
}

/** Proof of activation waits for the attachment only; everything that is said or done waits for the merge. */
function mustWait(state: CustomerState, event: AgentEvent): boolean {
  return event.type === 'activated' ? state.link.state === 'resuming' : gapIsOpen(state);
}

function gapIsOpen({ link }: CustomerState): boolean {
  return link.state === 'resuming' || (link.state === 'attached' && !link.caughtUp);
}

function sessionEvent(event: AgentEvent): SessionEvent | null {
  switch (event.type) {
    case 'message':
      return { type: 'agentMessage', message: event };
    case 'own':
      return { type: 'own', key: event.key };
    case 'activated':
      return { type: 'activated' };
    case 'joined':
    case 'left':
    case 'transferred':
      return { type: 'agentPresence', what: event.type, key: event.key, name: event.name };
    case 'mediaDeclined':
      return { type: 'mediaDeclined', key: event.key };
    case 'ended':
      return { type: 'remoteEnded', reason: event.reason };
    case 'lost':
      return { type: 'lost', reason: event.reason };
    case 'typing':
      return null;
  }
}
