import { describe, expect, it } from 'vitest';
import type {
  AgentEvent,
  CatchUpOutcome,
  ContactCenter,
  ContactCenterLimits,
  ContactCenterSink,
  EndOutcome,
  HistoryEntry,
  OpenOutcome,
  OutboundText,
  ResumeOutcome,
  Session,
} from '../contracts/contact-center.ts';
import type { Failure, Outcome } from '../domain/failure.ts';
import { conversationId } from '../domain/ids.ts';
import { testContactCenter } from './contact-center-suite.ts';
import type { ContactCenterHarness } from './contact-center-suite-harness.ts';

interface Said {
  readonly from: 'customer' | 'agent' | 'wish';
  readonly text: string;
}

/** An other side without a network. */
class PaperRoom {
  readonly said: Said[] = [];
  routed = false;
  over = false;
  fate: 'fine' | 'lost' | 'unanswered' = 'fine';
  listener: ((event: AgentEvent) => void) | null = null;

  say(text: string): void {
    this.said.push({ from: 'agent', text });
    const key = `${this.said.length}`;
    this.listener?.({ type: 'message', key, at: 1, author: { kind: 'agent', name: null }, text });
  }

  wish(): void {
    this.said.push({ from: 'wish', text: '' });
    this.listener?.({ type: 'mediaDeclined', key: `${this.said.length}`, at: 1 });
  }
}

type PaperWorld = Map<string, PaperRoom>;

const failure: Failure = { code: 'paper', scope: 'conversation', retryable: false, human: 'the paper tore' };
const page = 100;

const paperLimits: ContactCenterLimits = {
  text: { limit: 100, unit: 'characters' },
  landsWithinMs: 0,
  sendTimeoutMs: 1,
  showsOwnSends: true,
  activationProbeMs: 1,
  activationWindowMs: 1,
  graceMs: null,
  silenceEndsMs: null,
};

class PaperCenter implements ContactCenter {
  readonly transport: string = 'paper';
  readonly limits: ContactCenterLimits = paperLimits;
  readonly world: PaperWorld;
  protected sink: ContactCenterSink | null = null;
  protected readonly attached = new Set<PaperRoom>();

  constructor(world: PaperWorld) {
    this.world = world;
  }

  async start(sink: ContactCenterSink): Promise<void> {
    this.sink = sink;
  }

  async open(): Promise<OpenOutcome> {
    const id = `room-${this.world.size}`;
    this.world.set(id, new PaperRoom());
    return { outcome: 'opened', session: { transport: 'paper', id, data: `secret of ${id}` }, remoteId: null };
  }

  async resume({ id }: Session, signal: AbortSignal): Promise<ResumeOutcome> {
    const room = this.world.get(id);
    if (room === undefined || signal.aborted) return { outcome: 'rejected', failure };
    if (room.over) return { outcome: 'over', reason: 'ended' };
    room.routed = true;
    room.listener = (event) => void this.sink?.receive(id, event);
    this.attached.add(room);
    return { outcome: 'attached', activated: true };
  }

  async send({ id }: Session, { text }: OutboundText): Promise<Outcome> {
    const room = this.world.get(id);
    if (room === undefined || !room.routed) return { outcome: 'rejected', failure };
    const { fate } = room;
    room.fate = 'fine';
    if (fate !== 'lost') room.said.push({ from: 'customer', text });
    return fate === 'fine' ? { outcome: 'accepted', key: `${room.said.length}` } : { outcome: 'unknown', failure };
  }

  async typing(): Promise<void> {}
  async reportDelivery(): Promise<void> {}

  async catchUp({ id }: Session, cursor: string | null): Promise<CatchUpOutcome> {
    const room = this.world.get(id);
    if (room === undefined) return { outcome: 'rejected', failure };
    const from = Number(cursor ?? 0);
    const entries = room.said.slice(from, from + page).map(({ from: who, text }, index): HistoryEntry => {
      const facts = { key: `${from + index + 1}`, at: 1 };
      if (who === 'customer') return { kind: 'own', ...facts };
      if (who === 'wish') return { kind: 'mediaDeclined', ...facts };
      return { kind: 'agent', ...facts, author: { kind: 'agent', name: null }, text };
    });
    const reached = from + entries.length;
    const more = reached < room.said.length;
    return { outcome: 'page', entries, cursor: `${reached}`, more, over: room.over && !more ? 'ended' : null };
  }

  async end({ id }: Session): Promise<EndOutcome> {
    const room = this.world.get(id);
    if (room === undefined) return { outcome: 'rejected', failure };
    room.over = true;
    return { outcome: 'ended' };
  }

  release(sessionId: string): void {
    const room = this.world.get(sessionId);
    if (room !== undefined) room.listener = null;
  }

  async stop(): Promise<void> {
    for (const room of this.attached) room.listener = null;
  }
}

function harnessOf(Center: typeof PaperCenter): ContactCenterHarness {
  return {
    setUp: async () => {
      const world: PaperWorld = new Map();
      const room = ({ id }: Session) => {
        const found = world.get(id);
        if (found === undefined) throw new Error(`There is no ${id}.`);
        return found;
      };
      return {
        create: () => new Center(world),
        request: { conversationId: conversationId('c'), customer: { displayName: 'Ann' }, routing: { queue: 'q' } },
        secrets: ({ data }) => [String(data)],
        remote: {
          routed: () => [...world.values()].filter(({ routed }) => routed).length,
          join: () => {},
          say: (session, text) => room(session).say(text),
          askForMedia: (session) => room(session).wish(),
          end: (session) => {
            room(session).over = true;
            room(session).listener?.({ type: 'ended', reason: 'ended' });
          },
          drop: (session) => {
            const { listener } = room(session);
            room(session).listener = null;
            listener?.({ type: 'lost', reason: 'dropped' });
          },
          loseNextAnswer: (session) => {
            room(session).fate = 'unanswered';
          },
          loseNextMessage: (session) => {
            room(session).fate = 'lost';
          },
          history: (session) =>
            room(session).said.flatMap(({ from, text }) => (from === 'wish' ? [] : [{ from, text }])),
          isOver: (session) => room(session).over,
        },
        tearDown: async () => {},
      };
    },
  };
}

testContactCenter({ describe, it }, harnessOf(PaperCenter));

/** The tests of the suite that an implementation does not pass. */
async function failuresOf(Center: typeof PaperCenter): Promise<readonly string[]> {
  const tests: { name: string; body: () => Promise<void> }[] = [];
  testContactCenter(
    { describe: (_name, body) => body(), it: (name, body) => void tests.push({ name, body }) },
    harnessOf(Center),
  );
  const failed: string[] = [];
  for (const { name, body } of tests) {
    await body().catch(() => failed.push(name));
  }
  return failed;
}

const broken: readonly (readonly [string, string, typeof PaperCenter])[] = [
  [
    'routes what nobody resumed',
    'reaches nobody by opening',
    class extends PaperCenter {
      override async open(): Promise<OpenOutcome> {
        const opened = await super.open();
        for (const room of this.world.values()) room.routed = true;
        return opened;
      }
    },
  ],
  [
    'keeps sessions in its memory',
    'has another instance take up a session',
    class extends PaperCenter {
      readonly #own = new Set<string>();
      override async open(): Promise<OpenOutcome> {
        const opened = await super.open();
        if (opened.outcome === 'opened') this.#own.add(opened.session.id);
        return opened;
      }
      override async resume(session: Session, signal: AbortSignal): Promise<ResumeOutcome> {
        return this.#own.has(session.id) ? super.resume(session, signal) : { outcome: 'rejected', failure };
      }
    },
  ],
  [
    'retries by itself',
    'survives an answer that was lost',
    class extends PaperCenter {
      override async send(session: Session, text: OutboundText): Promise<Outcome> {
        const outcome = await super.send(session, text);
        return outcome.outcome === 'unknown' ? super.send(session, text) : outcome;
      }
    },
  ],
  [
    'calls a lost message accepted',
    'survives a message that was lost on its way',
    class extends PaperCenter {
      override async send(session: Session, text: OutboundText): Promise<Outcome> {
        const outcome = await super.send(session, text);
        return outcome.outcome === 'unknown' ? { outcome: 'accepted', key: null } : outcome;
      }
    },
  ],
  [
    'ignores the cursor',
    'shows everything from the beginning',
    class extends PaperCenter {
      override async catchUp(session: Session): Promise<CatchUpOutcome> {
        const read = await super.catchUp(session, null);
        return read.outcome === 'page' ? { ...read, more: false } : read;
      }
    },
  ],
  [
    'hides our own sends',
    'shows our own sends in order',
    class extends PaperCenter {
      override async catchUp(session: Session, cursor: string | null): Promise<CatchUpOutcome> {
        const read = await super.catchUp(session, cursor);
        if (read.outcome !== 'page') return read;
        return { ...read, entries: read.entries.filter(({ kind }) => kind !== 'own') };
      }
    },
  ],
  [
    'leaves when it is stopped',
    'stops without leaving',
    class extends PaperCenter {
      override async stop(): Promise<void> {
        for (const room of this.attached) room.over = true;
      }
    },
  ],
  [
    'goes on talking after stop',
    'stops without leaving, and tells nothing any more',
    class extends PaperCenter {
      override async stop(): Promise<void> {}
    },
  ],
  [
    'does not let go',
    'releases a session without leaving it',
    class extends PaperCenter {
      override release(): void {}
    },
  ],
  [
    'cannot end twice',
    'ends a conversation, and again without complaint',
    class extends PaperCenter {
      override async end(session: Session): Promise<EndOutcome> {
        return this.world.get(session.id)?.over ? { outcome: 'rejected', failure } : super.end(session);
      }
    },
  ],
  [
    'declares a grace of no time',
    'names its transport in each session, and its limits',
    class extends PaperCenter {
      override readonly limits: ContactCenterLimits = { ...paperLimits, graceMs: 0 };
    },
  ],
  [
    'opens sessions that have expired',
    'tells when a session expires',
    class extends PaperCenter {
      override async open(): Promise<OpenOutcome> {
        return { ...(await super.open()), expiresAt: 1 } as OpenOutcome;
      }
    },
  ],
  [
    'names what it declined by when it was read',
    'declines what no channel has',
    class extends PaperCenter {
      #reads = 0;
      override async catchUp(session: Session, cursor: string | null): Promise<CatchUpOutcome> {
        const read = await super.catchUp(session, cursor);
        this.#reads += 1;
        if (read.outcome !== 'page') return read;
        const entries = read.entries.map((entry) =>
          entry.kind === 'mediaDeclined' ? { ...entry, key: `${entry.key} ${this.#reads}` } : entry,
        );
        return { ...read, entries };
      }
    },
  ],
  [
    'tells what the token is',
    'tells no secret of a session in a failure',
    class extends PaperCenter {
      override async send(session: Session, text: OutboundText): Promise<Outcome> {
        const outcome = await super.send(session, text);
        if (outcome.outcome !== 'rejected') return outcome;
        return { ...outcome, failure: { ...failure, human: `rejected ${String(session.data)}` } };
      }
    },
  ],
];

describe('the contact centre suite', () => {
  it.each(broken)('finds a transport out that %s', async (_what, sentence, Center) => {
    const failed = await failuresOf(Center);
    expect(failed.filter((name) => name.startsWith(sentence))).not.toEqual([]);
  });
});
