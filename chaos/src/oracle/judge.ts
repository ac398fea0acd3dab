import type { Accepted, Book } from '../load/book.ts';
import type { Side } from '../sides/side.ts';
import type { Transcript } from '../subject/agents.ts';
import { type Arrived, type Excuse, settle, type Verdict } from './account.ts';
import { isBeyondReach, type Reach } from './beyond-reach.ts';
import type { LedgerEntry } from './ledger.ts';
import { withoutPrefaces } from './preface.ts';

export interface Evidence {
  readonly book: Book;
  readonly transcripts: readonly Transcript[];
  readonly ledger: readonly LedgerEntry[];
  readonly reach: Reach;
  /** Messages of customers whose reports were given up themselves, by the bridge's names. */
  readonly untold: ReadonlySet<string>;
  /** By customer: what the bridge noted as coming after something newer. */
  readonly late: ReadonlyMap<string, ReadonlySet<string>>;
}

export interface Judgement {
  readonly verdicts: readonly Verdict[];
  /** Chats that began with what was said before. */
  readonly continued: number;
}

/** The chats of one customer. */
interface Heard {
  readonly fromCustomer: readonly Arrived[];
  readonly fromAgents: readonly Arrived[];
  readonly beyondReach: readonly Excuse[];
  readonly continued: number;
}

/** What became of every message, by what the customers said, the contact centre has and the receivers were told. */
export function judge({ book, transcripts, ledger, reach, untold, late }: Evidence): Judgement {
  const chats = grouped(transcripts, ({ chat }) => chat.displayName);
  const notes = grouped(ledger, ({ customer }) => customer);
  let continued = 0;
  const verdicts = [...book.customers].flatMap(([customer, { side, all }]) => {
    const heard = hear(chats.get(customer) ?? [], {
      side,
      said: new Set(all.map(({ saying }) => side.plain(side.heardAs(saying)))),
      reach,
    });
    continued += heard.continued;
    const noted = (notes.get(customer) ?? []).map((one) => ({ ...one, text: side.plain(one.text) }));
    return [
      ...toAgent({ customer, side, all, heard, noted, untold }),
      ...toCustomer(
        { customer, side, all, heard, noted, untold },
        new Set([...(late.get(customer) ?? [])].map((text) => side.plain(text))),
      ),
    ];
  });
  return { verdicts, continued };
}

interface Case {
  readonly customer: string;
  readonly side: Side;
  readonly all: readonly Accepted[];
  readonly heard: Heard;
  readonly noted: readonly LedgerEntry[];
  readonly untold: ReadonlySet<string>;
}

function toAgent({ customer, side, all, heard, noted, untold }: Case): readonly Verdict[] {
  const named = all.flatMap(({ saying, name }) => {
    const reason = side.givenUp.get(name) ?? (untold.has(name) ? 'given up, and so was the report of it' : undefined);
    return reason === undefined ? [] : [excuseOf(side.plain(side.heardAs(saying)), reason)];
  });
  const booked = noted.filter(({ direction, state }) => direction === 'toAgent' && state !== null).map(noteOf);
  const givenUp = side.namesFailures ? named : booked;
  const repeated = noted.filter((one) => one.direction === 'toAgent' && one.repeated);
  const verdicts = settle({
    customer,
    direction: 'toAgent',
    owed: all.map(({ saying, at }) => ({ text: side.plain(side.heardAs(saying)), at })),
    arrived: heard.fromCustomer.map((one) => ({ ...one, late: side.wentAstray(customer, one.text) })),
    cameAgain: [],
    excuses: { givenUp, repeated: repeated.map(noteOf), beyondReach: [] },
  });
  const strays = all.some(({ saying }) => side.wentAstray(customer, side.plain(side.heardAs(saying))));
  return strays ? withoutStrays(verdicts) : verdicts;
}

function toCustomer({ customer, side, heard, noted }: Case, late: ReadonlySet<string>): readonly Verdict[] {
  const givenUp = noted.filter(({ direction, state }) => direction === 'toCustomer' && state !== null);
  // Where a message has an id, coming again is told by that.
  const again = side.namesFailures ? [] : noted.filter((one) => one.direction === 'toCustomer' && one.repeated);
  return settle({
    customer,
    direction: 'toCustomer',
    owed: heard.fromAgents,
    // A phone or a thread shows no mark; that it came late stands in the books.
    arrived: side.arrived(customer).map((one) => (side.namesFailures ? one : { ...one, late: late.has(one.text) })),
    cameAgain: side.cameAgain(customer),
    excuses: { givenUp: givenUp.map(noteOf), repeated: again.map(noteOf), beyondReach: heard.beyondReach },
  });
}

/**
 * Where the medium handed something over late, an "ok" around it cannot be told by where it stands: it is missed in one
 * place and too much in another. One of each kind is one that came.
 */
function withoutStrays(verdicts: readonly Verdict[]): readonly Verdict[] {
  const left = [...verdicts];
  for (const one of verdicts) {
    if (one.outcome !== 'lost') continue;
    const again = left.findIndex(({ outcome, text }) => outcome === 'duplicated' && text === one.text);
    if (again < 0) continue;
    left.splice(again, 1);
    left.splice(left.indexOf(one), 1, { ...one, outcome: 'late' });
  }
  return left;
}

function noteOf({ text, reason }: LedgerEntry): Excuse {
  return excuseOf(text, reason);
}

function excuseOf(text: string, reason: string): Excuse {
  return { text, reason, isDoubtful: reason.includes('may have arrived') };
}

const NOTICE = 'The customer did not get your last message';

/** How often agents were told that a customer did not get something. */
export function noticesIn(transcripts: readonly Transcript[]): number {
  return transcripts
    .flatMap(({ messages }) => messages)
    .filter(({ bodyType, body }) => bodyType === 'notice' && body.startsWith(NOTICE)).length;
}

interface Hearing {
  readonly side: Side;
  readonly said: ReadonlySet<string>;
  readonly reach: Reach;
}

function hear(transcripts: readonly Transcript[], { side, said, reach }: Hearing): Heard {
  const chats = transcripts.map(({ messages, tokenExpiredAt }) => {
    const spoken = messages
      .filter(({ bodyType }) => bodyType === 'standard')
      .map((message) => ({
        role: message.sender.role,
        text: side.plain(message.body),
        at: Date.parse(message.timestamp),
        late: false,
      }));
    const fromAgents = spoken.filter(({ role }) => role === 'AGENT');
    const beyond = fromAgents.filter(({ at }) => isBeyondReach(at, tokenExpiredAt, reach));
    const customers = spoken.filter(({ role }) => role === 'CUSTOMER');
    return { ...withoutPrefaces(customers, (text) => said.has(text)), fromAgents, beyond };
  });
  return {
    fromCustomer: chats.flatMap(({ own }) => own),
    fromAgents: chats.flatMap(({ fromAgents }) => fromAgents),
    beyondReach: chats
      .flatMap(({ beyond }) => beyond)
      .map(({ text }) => ({ text, reason: 'said into a chat whose token expired before anybody could read it' })),
    continued: chats.filter(({ told }) => told.length > 0).length,
  };
}

function grouped<One>(all: readonly One[], by: (one: One) => string): ReadonlyMap<string, readonly One[]> {
  const groups = new Map<string, One[]>();
  for (const one of all) {
    const group = groups.get(by(one)) ?? [];
    groups.set(by(one), group);
    group.push(one);
  }
  return groups;
}
