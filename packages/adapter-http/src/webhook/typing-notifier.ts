import { randomUUID } from 'node:crypto';
import type { AdapterContext, Address } from '@trunkline/core';
import { mountOf } from '../mount.ts';
import { eventOfTyping } from '../public-event.ts';
import type { CurrentConversations } from './current-conversations.ts';
import type { WebhookSender } from './sender.ts';

const TIMEOUT_MS = 3_000;
const MAX_UNDER_WAY = 32;

export interface TypingNotifierOptions {
  readonly context: AdapterContext;
  readonly sender: WebhookSender;
  readonly conversations: CurrentConversations;
}

/** Tells the webhook that an agent is typing: at most once at a time for each customer, dropped under load. */
export class TypingNotifier {
  readonly #options: TypingNotifierOptions;
  readonly #underWay = new Map<Address, { readonly done: Promise<void>; readonly abort: AbortController }>();

  constructor(options: TypingNotifierOptions) {
    this.#options = options;
  }

  notify(address: Address, agentName: string | null): void {
    if (this.#underWay.has(address) || this.#underWay.size >= MAX_UNDER_WAY) return;
    const abort = new AbortController();
    const timer = this.#options.context.clock.setTimeout(() => abort.abort(), TIMEOUT_MS);
    const done = this.#send(address, agentName, abort.signal)
      .catch((error: unknown) => {
        const code = error instanceof Error && 'code' in error ? error.code : 'aborted';
        this.#options.context.logger.debug({ event: 'typing.failed', code }, 'typing was not told');
      })
      .finally(() => {
        timer.cancel();
        this.#underWay.delete(address);
      });
    this.#underWay.set(address, { done, abort });
  }

  /** Resolves when nothing is under way any more. */
  async stop(): Promise<void> {
    const underWay = [...this.#underWay.values()];
    for (const { abort } of underWay) abort.abort();
    await Promise.all(underWay.map(({ done }) => done));
  }

  async #send(address: Address, agentName: string | null, signal: AbortSignal): Promise<void> {
    const { context, sender, conversations } = this.#options;
    const conversationId = await conversations.find(address, context, signal);
    if (conversationId === null) return;
    const scope = { address, mount: mountOf(context) };
    const event = eventOfTyping(scope, { at: context.clock.now(), conversationId, agentName });
    await sender.send({ id: `typing_${randomUUID()}`, event, repeated: false }, signal);
  }
}
