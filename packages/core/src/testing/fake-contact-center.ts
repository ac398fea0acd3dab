import type {
  AgentEvent,
  CatchUpOutcome,
  ContactCenter,
  ContactCenterLimits,
  ContactCenterSink,
  Session,
} from '../contracts/contact-center.ts';
import type { Clock } from '../contracts/runtime.ts';
import type { Failure } from '../domain/failure.ts';

interface RemoteEntry {
  readonly key: string;
  readonly at: number;
  readonly from: 'own' | 'agent';
  readonly text: string;
}

export interface RemoteChat {
  readonly id: string;
  readonly name: string;
  readonly history: RemoteEntry[];
  state: 'created' | 'active' | 'ended';
  readonly listeners: Set<ContactCenterSink>;
  /** Since when nobody has listened; null: somebody does, or nobody ever did. */
  aloneSince: number | null;
}

/** What goes wrong with one call. `unknownAfter`: it was done and the answer was lost; `unknownBefore`: it was not. */
export type ContactCenterFault = 'none' | 'unknownBefore' | 'unknownAfter' | 'throttled' | 'away' | 'notActive';

const LIMITS: ContactCenterLimits = {
  text: { limit: 4_000, unit: 'characters' },
  landsWithinMs: 5_000,
  sendTimeoutMs: 10_000,
  showsOwnSends: true,
  activationProbeMs: 3_000,
  activationWindowMs: 30_000,
  graceMs: 120_000,
  silenceEndsMs: 900_000,
};

/** The other side, which outlives our processes: chats, what was said in them, and an agent to speak through. */
export class FakeContactCenterWorld {
  readonly chats: RemoteChat[] = [];
  /** Asked before each call; return what is to go wrong. */
  fault: (operation: 'open' | 'resume' | 'send' | 'catchUp' | 'end') => ContactCenterFault = () => 'none';
  /** How long the answer to a call that was carried out is on its way; milliseconds. */
  slowness: () => number = () => 0;
  /** How long a session may be used; null: for ever. */
  lifeMs: number | null = null;
  /** How often the customer's typing was told. */
  typed = 0;
  /** Whether our own messages come back on the stream. */
  echoes = true;
  readonly #clock: Clock;
  #keys = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** What the agents were told, chat after chat. */
  get heard(): readonly string[] {
    return this.chats.flatMap(({ history }) => history.filter(({ from }) => from === 'own').map(({ text }) => text));
  }

  /** The chat that a session belongs to, by its customer's name: the newest. */
  chatOf(name: string): RemoteChat | undefined {
    return this.chats.findLast((chat) => chat.name === name && chat.state !== 'created');
  }

  say(chat: RemoteChat, text: string): void {
    const entry = this.#append(chat, 'agent', text);
    this.#emit(chat, { type: 'message', ...messageOf(entry) });
  }

  join(chat: RemoteChat, name: string): void {
    this.#emit(chat, { type: 'joined', key: `${chat.id}-${name}`, at: this.#clock.now(), name });
  }

  /** An agent asks for something that no channel has. */
  askForScreen(chat: RemoteChat, key: string): void {
    this.#emit(chat, { type: 'mediaDeclined', key, at: this.#clock.now() });
  }

  leave(chat: RemoteChat, name: string): void {
    this.#emit(chat, { type: 'transferred', key: `${chat.id}-${name}`, at: this.#clock.now(), name });
  }

  type(chat: RemoteChat, name: string): void {
    this.#emit(chat, { type: 'typing', name });
  }

  end(chat: RemoteChat): void {
    chat.state = 'ended';
    this.#emit(chat, { type: 'ended', reason: 'agent left' });
  }

  /** The connection of a chat breaks; nobody hears anything until it is resumed. */
  drop(chat: RemoteChat): void {
    const listeners = [...chat.listeners];
    chat.listeners.clear();
    chat.aloneSince = this.#clock.now();
    for (const listener of listeners) void listener.receive(chat.id, { type: 'lost', reason: 'dropped' });
  }

  /** All connections of a process are gone with it. */
  crash(): void {
    for (const chat of this.chats) {
      if (chat.listeners.size > 0) chat.aloneSince = this.#clock.now();
      chat.listeners.clear();
    }
  }

  /** A contact centre as one process sees it. */
  connect(): ContactCenter {
    let sink: ContactCenterSink | null = null;
    const attached = new Set<RemoteChat>();
    const find = (session: Session) => {
      const chat = this.chats.find(({ id }) => id === session.id);
      const graceMs = LIMITS.graceMs ?? Number.POSITIVE_INFINITY;
      if (chat?.aloneSince != null && this.#clock.now() - chat.aloneSince >= graceMs) chat.state = 'ended';
      return chat;
    };
    const release = (id: string) => {
      for (const chat of attached) {
        if (chat.id !== id || sink === null) continue;
        chat.listeners.delete(sink);
        chat.aloneSince = this.#clock.now();
        attached.delete(chat);
      }
    };
    const slowly =
      <Args extends readonly unknown[], Result>(call: (...args: Args) => Promise<Result>) =>
      async (...args: Args): Promise<Result> => {
        const result = await call(...args);
        const delayMs = this.slowness();
        if (delayMs > 0) await new Promise<void>((resolve) => this.#clock.setTimeout(resolve, delayMs));
        return result;
      };
    const fast: ContactCenter = {
      transport: 'fake',
      limits: LIMITS,
      start: async (given) => {
        sink = given;
      },
      open: async ({ customer }) => {
        const fault = this.fault('open');
        if (fault !== 'none' && fault !== 'unknownAfter') return { outcome: 'rejected', failure: failureOf(fault) };
        const id = `chat-${this.chats.length + 1}`;
        this.chats.push({
          id,
          name: customer.displayName,
          history: [],
          state: 'created',
          listeners: new Set(),
          aloneSince: null,
        });
        if (fault !== 'none') return { outcome: 'rejected', failure: failureOf(fault) };
        const session = { transport: 'fake', id, data: `token-of-${id}` };
        const { lifeMs } = this;
        return {
          outcome: 'opened',
          remoteId: id,
          session,
          ...(lifeMs === null ? {} : { expiresAt: this.#clock.now() + lifeMs }),
        };
      },
      resume: async (session) => {
        const fault = this.fault('resume');
        const chat = find(session);
        if (fault !== 'none' || chat === undefined || sink === null)
          return { outcome: 'rejected', failure: failureOf(fault === 'notActive' ? 'away' : fault) };
        if (chat.state === 'ended') return { outcome: 'over', reason: 'agent left' };
        chat.state = 'active';
        chat.aloneSince = null;
        chat.listeners.add(sink);
        attached.add(chat);
        return { outcome: 'attached', activated: true };
      },
      send: async (session, { text }) => {
        const fault = this.fault('send');
        const chat = find(session);
        if (chat === undefined || chat.state !== 'active' || chat.listeners.size === 0 || fault === 'notActive')
          return { outcome: 'rejected', failure: failureOf('notActive') };
        if (fault === 'throttled' || fault === 'away') return { outcome: 'rejected', failure: failureOf(fault) };
        if (fault === 'unknownBefore') return { outcome: 'unknown', failure: failureOf(fault) };
        const { key, at } = this.#append(chat, 'own', text);
        if (this.echoes) this.#emit(chat, { type: 'own', key, at });
        return fault === 'unknownAfter'
          ? { outcome: 'unknown', failure: failureOf(fault) }
          : { outcome: 'accepted', key };
      },
      typing: async () => {
        this.typed += 1;
      },
      reportDelivery: async () => {},
      catchUp: async (session, cursor) => {
        const fault = this.fault('catchUp');
        const chat = find(session);
        if (fault !== 'none' || chat === undefined)
          return {
            outcome: 'rejected',
            failure: failureOf(fault === 'none' || fault === 'notActive' ? 'away' : fault),
          };
        return pageOf(chat, cursor);
      },
      end: async (session) => {
        const fault = this.fault('end');
        if (fault !== 'none' && fault !== 'notActive') return { outcome: 'rejected', failure: failureOf(fault) };
        const chat = find(session);
        if (chat !== undefined) chat.state = 'ended';
        release(session.id);
        return { outcome: 'ended' };
      },
      release,
      stop: async () => {
        for (const chat of [...attached]) release(chat.id);
      },
    };
    return {
      ...fast,
      open: slowly(fast.open),
      send: slowly(fast.send),
      catchUp: slowly(fast.catchUp),
      end: slowly(fast.end),
    };
  }

  #append(chat: RemoteChat, from: RemoteEntry['from'], text: string): RemoteEntry {
    this.#keys += 1;
    const entry: RemoteEntry = { key: `k${this.#keys}`, at: this.#clock.now(), from, text };
    chat.history.push(entry);
    return entry;
  }

  #emit(chat: RemoteChat, event: AgentEvent): void {
    for (const listener of chat.listeners) void listener.receive(chat.id, event).catch(() => {});
  }
}

const PAGE = 3;

function pageOf(chat: RemoteChat, cursor: string | null): CatchUpOutcome {
  const start = cursor === null ? 0 : chat.history.findIndex(({ key }) => key === cursor) + 1;
  const page = chat.history.slice(start, start + PAGE);
  const more = chat.history.length > start + PAGE;
  return {
    outcome: 'page',
    entries: page.map((entry) =>
      entry.from === 'own' ? { kind: 'own', key: entry.key, at: entry.at } : { kind: 'agent', ...messageOf(entry) },
    ),
    cursor: page.at(-1)?.key ?? cursor,
    more,
    over: !more && chat.state === 'ended' ? 'agent left' : null,
  };
}

function messageOf({ key, at, text }: RemoteEntry) {
  return { key, at, text, author: { kind: 'agent', name: 'Ann' } } as const;
}

function failureOf(fault: ContactCenterFault): Failure {
  const scope = fault === 'notActive' ? 'conversation' : fault === 'throttled' ? 'message' : 'route';
  return { code: `fake.${fault}`, scope, retryable: fault !== 'notActive', human: 'the contact centre failed' };
}
