import type { TimelineListener, TimelinePage } from '../contracts/channel-adapter.ts';
import { type ConversationId, conversationId } from '../domain/ids.ts';
import type { TimelineBody, TimelineEntry } from '../domain/timeline.ts';

export interface TimelineConversation {
  /** Default: the one that is open, else a new one. */
  readonly conversationId?: ConversationId;
  readonly previousConversationId?: ConversationId;
  /** Epoch milliseconds. Default: now. */
  readonly at?: number;
}

/** One customer's timeline in memory. Used by FakeAdapterContext only. */
export class FakeTimeline {
  readonly #prefix: string;
  readonly #entries: TimelineEntry[] = [];
  readonly #listeners = new Set<TimelineListener>();
  #conversations = 0;
  #isOpen = false;

  constructor(prefix: string) {
    this.#prefix = prefix;
  }

  get empty(): boolean {
    return this.#entries.length === 0;
  }

  get listeners(): number {
    return this.#listeners.size;
  }

  get current(): ConversationId | null {
    return this.#isOpen ? this.#name(this.#conversations) : null;
  }

  /** The open conversation; opens one if there is none. */
  open(): ConversationId {
    if (!this.#isOpen) {
      this.#isOpen = true;
      this.#conversations += 1;
    }
    return this.#name(this.#conversations);
  }

  /** False: none was open. */
  end(): boolean {
    const wasOpen = this.#isOpen;
    this.#isOpen = false;
    return wasOpen;
  }

  append(body: TimelineBody, about: TimelineConversation & { readonly at: number }): TimelineEntry {
    const current = about.conversationId ?? this.open();
    const entry: TimelineEntry = {
      number: this.#entries.length + 1,
      conversationId: current,
      previousConversationId:
        about.previousConversationId ?? (this.#conversations > 1 ? this.#name(this.#conversations - 1) : null),
      at: about.at,
      body,
    };
    this.#entries.push(entry);
    for (const listener of this.#listeners) listener.entry(entry);
    return entry;
  }

  typing(agentName: string | null): void {
    const typing = { conversationId: this.open(), agentName };
    for (const listener of this.#listeners) listener.typing(typing);
  }

  page({ after, limit }: { readonly after: number; readonly limit: number }): TimelinePage {
    const entries = this.#entries.slice(after, after + limit);
    return { entries, next: entries.at(-1)?.number ?? after };
  }

  subscribe(listener: TimelineListener): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  #name(counted: number): ConversationId {
    return conversationId(`${this.#prefix}_${counted}`);
  }
}
