import type { Media, Message } from './message.ts';

/** The account's messages, oldest first. */
export class Messages {
  readonly #bySid: Map<string, Message> = new Map();

  add(message: Message): void {
    this.#bySid.set(message.sid, message);
  }

  get(sid: string): Message | undefined {
    return this.#bySid.get(sid);
  }

  /** False when there is none of that SID. */
  remove(sid: string): boolean {
    return this.#bySid.delete(sid);
  }

  clear(): void {
    this.#bySid.clear();
  }

  oldestFirst(): readonly Message[] {
    return [...this.#bySid.values()];
  }

  newestFirst(): readonly Message[] {
    return this.oldestFirst().toReversed();
  }

  media(mediaSid: string): Media | undefined {
    for (const { media } of this.#bySid.values()) {
      const found = media.find(({ sid }) => sid === mediaSid);
      if (found !== undefined) return found;
    }
    return undefined;
  }
}
