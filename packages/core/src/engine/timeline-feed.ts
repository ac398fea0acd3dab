import type { AgentTyping } from '../contracts/abilities.ts';
import type { TimelineListener } from '../contracts/channel-adapter.ts';
import type { Address, ChannelName } from '../domain/ids.ts';
import type { TimelineEntry } from '../domain/timeline.ts';

/** Tells whoever listens to a customer what was just committed. Keeps nothing. */
export class TimelineFeed {
  readonly #listeners = new Map<string, Set<TimelineListener>>();

  subscribe(channel: ChannelName, address: Address, listener: TimelineListener): () => void {
    const key = keyOf(channel, address);
    const listeners = this.#listeners.get(key) ?? new Set();
    this.#listeners.set(key, listeners.add(listener));
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0 && this.#listeners.get(key) === listeners) this.#listeners.delete(key);
    };
  }

  entry(channel: ChannelName, address: Address, entry: TimelineEntry): void {
    for (const listener of this.#of(channel, address)) listener.entry(entry);
  }

  typing(channel: ChannelName, address: Address, typing: AgentTyping): void {
    for (const listener of this.#of(channel, address)) listener.typing(typing);
  }

  #of(channel: ChannelName, address: Address): Iterable<TimelineListener> {
    if (this.#listeners.size === 0) return [];
    return this.#listeners.get(keyOf(channel, address)) ?? [];
  }
}

function keyOf(channel: ChannelName, address: Address): string {
  return `${channel}\n${address}`;
}
