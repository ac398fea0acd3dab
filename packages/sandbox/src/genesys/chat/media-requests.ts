import { randomUUID } from 'node:crypto';
import { Deadline } from '../../deadline.ts';
import type { Timers } from '../../timers.ts';

/** What an agent may ask for. */
export type MediaType = 'COBROWSE' | 'SCREENSHARE';

/** What a guest may answer. */
export type MediaAnswer = 'ACCEPTED' | 'DECLINED' | 'ERRORED';

/** An agent asks the guest for co-browsing or screen sharing (docs/guest-chat.md §2.1). */
export interface MediaRequest {
  readonly id: string;
  readonly types: readonly MediaType[];
  readonly state: 'PENDING' | 'TIMEDOUT' | 'CANCELLED' | MediaAnswer;
  /** The agent's member id. */
  readonly communicationId: string;
  readonly securityKey: string;
}

/** What media requests need from the conversation around them. */
export interface MediaRequestSurroundings {
  readonly timers: Timers;
  /** 0: it waits for ever. */
  timeoutMs(): number;
  /** Called with each state but the first. */
  changed(request: MediaRequest): void;
}

interface Entry {
  readonly request: MediaRequest;
  readonly deadline: Deadline;
}

/** The media requests of one conversation. What is not PENDING any more never changes again. */
export class MediaRequests {
  readonly #around: MediaRequestSurroundings;
  readonly #entries: Map<string, Entry> = new Map();

  constructor(around: MediaRequestSurroundings) {
    this.#around = around;
  }

  /** Oldest first. */
  list(): readonly MediaRequest[] {
    return [...this.#entries.values()].map(({ request }) => request);
  }

  get(id: string): MediaRequest | undefined {
    return this.#entries.get(id)?.request;
  }

  open(agentId: string, types: readonly MediaType[]): MediaRequest {
    const deadline = new Deadline(this.#around.timers);
    const request: MediaRequest = {
      id: randomUUID(),
      types,
      state: 'PENDING',
      communicationId: agentId,
      securityKey: randomUUID(),
    };
    this.#entries.set(request.id, { request, deadline });
    const timeoutMs = this.#around.timeoutMs();
    if (timeoutMs > 0) deadline.set(timeoutMs, () => this.#settle(request.id, 'TIMEDOUT'));
    return request;
  }

  /** Undefined when it cannot be answered any more. */
  answer(id: string, state: MediaAnswer): MediaRequest | undefined {
    return this.#settle(id, state);
  }

  /** The agent is gone, and with it what it asked for. */
  cancelOf(agentId: string): void {
    for (const { request } of this.#entries.values()) {
      if (request.communicationId === agentId) this.#settle(request.id, 'CANCELLED');
    }
  }

  #settle(id: string, state: MediaRequest['state']): MediaRequest | undefined {
    const entry = this.#entries.get(id);
    if (entry?.request.state !== 'PENDING') return undefined;
    entry.deadline.clear();
    const request = { ...entry.request, state };
    this.#entries.set(id, { ...entry, request });
    this.#around.changed(request);
    return request;
  }
}
