import assert from 'node:assert/strict';
import type {
  AgentEvent,
  ContactCenter,
  ContactCenterSink,
  HistoryEntry,
  OpenRequest,
  Session,
} from '../contracts/contact-center.ts';
import { waitUntil } from './contact-center-suite-wait.ts';

/** What a transport brings along to be tested. */
export interface ContactCenterHarness {
  /** A fresh other side. Called once for each test. */
  setUp(): Promise<ContactCenterUnderTest>;
}

export interface ContactCenterUnderTest {
  /** A fresh instance, not yet started; all of one test speak to the same other side. */
  create(): ContactCenter;
  readonly request: OpenRequest;
  readonly remote: RemoteAgent;
  /** The time that instances go by, epoch milliseconds. The system's unless given. */
  now?(): number;
  /** What must never reach a failure. */
  secrets(session: Session): readonly string[];
  /** Closes the other side. All instances are stopped before. */
  tearDown(): Promise<void>;
}

/** The other side's hands, past the transport. */
export interface RemoteAgent {
  /** How many conversations were ever routed towards an agent. */
  routed(): number;
  join(session: Session): void | Promise<void>;
  say(session: Session, text: string): void | Promise<void>;
  /** The agent ends the conversation. */
  end(session: Session): void | Promise<void>;
  /** An agent asks for more than words, such as the customer's screen; absent: agents cannot. */
  askForMedia?(session: Session): void | Promise<void>;
  /** Breaks the way events take, without ending the conversation. */
  drop(session: Session): void | Promise<void>;
  /** The next message is written, but its answer never arrives. */
  loseNextAnswer(session: Session): void | Promise<void>;
  /** The next message is lost before it is written. */
  loseNextMessage(session: Session): void | Promise<void>;
  /** What both have said, oldest first. */
  history(session: Session): readonly RemoteWords[] | Promise<readonly RemoteWords[]>;
  isOver(session: Session): boolean | Promise<boolean>;
}

export interface RemoteWords {
  readonly from: 'customer' | 'agent';
  readonly text: string;
}

/** One started instance and everything that its sink was told. */
export interface StartedCenter {
  readonly center: ContactCenter;
  readonly told: readonly { readonly sessionId: string; readonly event: AgentEvent }[];
}

/** What a test works with. */
export class ContactCenterBench {
  readonly under: ContactCenterUnderTest;
  readonly signal: AbortSignal = new AbortController().signal;
  readonly #started: ContactCenter[] = [];

  constructor(under: ContactCenterUnderTest) {
    this.under = under;
  }

  async start(): Promise<StartedCenter> {
    const told: { sessionId: string; event: AgentEvent }[] = [];
    const sink: ContactCenterSink = {
      receive: async (sessionId, event) => void told.push({ sessionId, event }),
    };
    const center = this.under.create();
    this.#started.push(center);
    await center.start(sink);
    return { center, told };
  }

  async open({ center }: StartedCenter): Promise<Session> {
    const opened = await center.open(this.under.request, this.signal);
    assert.equal(opened.outcome, 'opened', JSON.stringify(opened));
    // What the store keeps is what came through JSON.
    return JSON.parse(JSON.stringify(opened.session)) as Session;
  }

  /** Resumes and waits until messages are taken. */
  async attach(started: StartedCenter, session: Session): Promise<void> {
    const from = started.told.length;
    const resumed = await started.center.resume(session, this.signal);
    assert.equal(resumed.outcome, 'attached', JSON.stringify(resumed));
    if (resumed.activated) return;
    await waitUntil('the session to be activated', () =>
      started.told.slice(from).some(({ event }) => event.type === 'activated'),
    );
  }

  async send({ center }: StartedCenter, session: Session, text: string): Promise<string | null> {
    const sent = await center.send(session, { kind: 'standard', text }, this.signal);
    assert.equal(sent.outcome, 'accepted', JSON.stringify(sent));
    return sent.key;
  }

  /** All pages after a cursor. */
  async history({ center }: StartedCenter, session: Session, after: string | null = null): Promise<History> {
    const entries: HistoryEntry[] = [];
    let cursor = after;
    for (;;) {
      const page = await center.catchUp(session, cursor, this.signal);
      assert.equal(page.outcome, 'page', JSON.stringify(page));
      entries.push(...page.entries);
      cursor = page.cursor;
      if (!page.more) return { entries, cursor, over: page.over };
    }
  }

  async customerWords(session: Session): Promise<readonly string[]> {
    const words = await this.under.remote.history(session);
    return words.filter(({ from }) => from === 'customer').map(({ text }) => text);
  }

  async stopAll(): Promise<void> {
    await Promise.all(this.#started.map((center) => center.stop()));
  }
}

export interface History {
  readonly entries: readonly HistoryEntry[];
  readonly cursor: string | null;
  readonly over: string | null;
}

/** Runs one test against a fresh other side. */
export async function onBench(
  harness: ContactCenterHarness,
  test: (bench: ContactCenterBench) => Promise<void>,
): Promise<void> {
  const under = await harness.setUp();
  const bench = new ContactCenterBench(under);
  try {
    await test(bench);
  } finally {
    await bench.stopAll();
    await under.tearDown();
  }
}

/** The first event of a type that a session told. */
export function firstEvent<Type extends AgentEvent['type']>(
  { told }: StartedCenter,
  session: Session,
  type: Type,
): Extract<AgentEvent, { type: Type }> | undefined {
  for (const { sessionId, event } of told) {
    if (sessionId === session.id && event.type === type) return event as Extract<AgentEvent, { type: Type }>;
  }
  return undefined;
}

/** The agent's texts that a session told. */
export function toldTexts({ told }: StartedCenter, session: Session): readonly string[] {
  return told.flatMap(({ sessionId, event }) =>
    sessionId === session.id && event.type === 'message' ? [event.text] : [],
  );
}
