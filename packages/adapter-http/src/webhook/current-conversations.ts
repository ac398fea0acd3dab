import type { AdapterContext, Address, ConversationId } from '@trunkline/core';

const MAX_REMEMBERED = 10_000;
const PAGE_SIZE = 200;

/** Which conversation a customer was last seen in; whoever tells of an agent's typing does not say. */
export class CurrentConversations {
  readonly #known = new Map<Address, ConversationId>();

  remember(address: Address, conversation: ConversationId): void {
    this.#known.delete(address);
    this.#known.set(address, conversation);
    if (this.#known.size <= MAX_REMEMBERED) return;
    const [oldest] = this.#known.keys();
    if (oldest !== undefined) this.#known.delete(oldest);
  }

  /** From memory, otherwise from the end of the timeline; null: never seen. */
  async find(
    address: Address,
    context: Pick<AdapterContext, 'timeline'>,
    signal: AbortSignal,
  ): Promise<ConversationId | null> {
    let latest: ConversationId | undefined;
    for (let after = 0; !this.#known.has(address); ) {
      signal.throwIfAborted();
      const page = await context.timeline(address, { after, limit: PAGE_SIZE });
      if (page === null || page.entries.length === 0) break;
      latest = page.entries.at(-1)?.conversationId;
      after = page.next;
    }
    const known = this.#known.get(address) ?? latest;
    if (known !== undefined) this.remember(address, known);
    return known ?? null;
  }
}
