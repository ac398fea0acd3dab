import { randomUUID } from 'node:crypto';
import type { AdapterContext, Address, AgentTyping } from '@trunkline/core';
import { mountOf } from '../mount.ts';
import { eventOfTyping } from '../public-event.ts';
import type { WebhookSender } from './sender.ts';

const TIMEOUT_MS = 3_000;
const MAX_UNDER_WAY = 32;

export interface TypingNotifierOptions {
  readonly context: AdapterContext;
  readonly sender: WebhookSender;
}

/** Tells the webhook that an agent is typing: at most once at a time for each customer, dropped under load. */
export class TypingNotifier {
  readonly #options: TypingNotifierOptions;
  readonly #underWay = new Map<Address, { readonly done: Promise<void>; readonly abort: AbortController }>();

  constructor(options: TypingNotifierOptions) {
    this.#options = options;
  }

  notify(address: Address, typing: AgentTyping): void {
    if (this.#underWay.has(address) || this.#underWay.size >= MAX_UNDER_WAY) return;
    const abort = new AbortController();
    const timer = this.#options.context.clock.setTimeout(() => abort.abort(), TIMEOUT_MS);
    const done = this.#send(address, typing, abort.signal)
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

  async #send(address: Address, typing: AgentTyping, signal: AbortSignal): Promise<void> {
    const { context, sender } = this.#options;
    const scope = { address, mount: mountOf(context) };
    const event = eventOfTyping(scope, { at: context.clock.now(), ...typing });
    await sender.send({ id: `typing_${randomUUID()}`, event, repeated: false }, signal);
  }
}
