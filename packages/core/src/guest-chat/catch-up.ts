import type { CatchUpOutcome, HistoryEntry } from '../contracts/contact-center.ts';
import type { Clock } from '../contracts/runtime.ts';
import { sessionFailure } from './api/failure.ts';
import type { GuestApi } from './api/guest-api.ts';
import type { Refusal } from './api/refusal.ts';
import type { ChatMessage } from './api/schemas.ts';
import { isSpoken } from './frame-interpreter.ts';
import type { GuestSession } from './guest-session.ts';
import { declineMedia } from './media-requests.ts';
import { authorOf, type Members } from './members.ts';
import { within } from './patience.ts';
import { epoch, isMediaRequest } from './stream/frame.ts';
import { presenceOf } from './survey.ts';

export interface CatchUpParts {
  readonly api: GuestApi;
  readonly guest: GuestSession;
  readonly members: Members;
  readonly clock: Clock;
  readonly requestTimeoutMs: number;
  /** The guest is known to be in the chat, so that its end will be told. */
  readonly present: boolean;
  /** Somebody asked for more than words, and could not be told yet that it is declined. */
  undeclined(messageId: string, at: number): void;
}

interface Page {
  readonly entries: readonly HistoryEntry[];
  readonly cursor: string | null;
  readonly full: boolean;
}

/** One page of history; the last one also says whether the chat is over. */
export async function catchUp(
  parts: CatchUpParts,
  cursor: string | null,
  signal: AbortSignal,
): Promise<CatchUpOutcome> {
  const page = await readPage(parts, cursor, signal);
  if ('code' in page) return rejected(page);
  if (page.full) return { outcome: 'page', entries: page.entries, cursor: page.cursor, more: true, over: null };
  const { api, guest, present } = parts;
  if (present) return { outcome: 'page', entries: page.entries, cursor: page.cursor, more: false, over: null };
  const own = await api.member(guest, guest.memberId, signal);
  if (!own.ok) return rejected(own.refusal);
  if (presenceOf(own.value) !== 'disconnected')
    return { outcome: 'page', entries: page.entries, cursor: page.cursor, more: false, over: null };
  // The last words may have been said between the two calls.
  const rest = await readPage(parts, page.cursor, signal);
  if ('code' in rest) return rejected(rest);
  const entries = [...page.entries, ...rest.entries];
  return { outcome: 'page', entries, cursor: rest.cursor, more: rest.full, over: rest.full ? null : 'ended' };
}

async function readPage(parts: CatchUpParts, cursor: string | null, signal: AbortSignal): Promise<Page | Refusal> {
  const { api, guest, members, clock } = parts;
  const answer = await api.history(guest, cursor, signal);
  if (!answer.ok) return answer.refusal;
  // Whether `after` includes that message is nowhere promised.
  const messages = answer.value.messages.filter(({ id }) => id !== cursor);
  const asked = messages.findLast(isMediaRequest);
  const entries: HistoryEntry[] = [];
  for (const message of messages) {
    if (message === asked) entries.push(...(await declinedEntries(parts, message, signal)));
    if (!isSpoken(message)) continue;
    const entry = await entryOf(message);
    if (entry !== null && 'code' in entry) return entry;
    if (entry !== null) entries.push(entry);
  }
  return { entries, cursor: messages.at(-1)?.id ?? cursor, full: answer.value.full && messages.length > 0 };

  async function entryOf(message: ChatMessage): Promise<HistoryEntry | Refusal | null> {
    const { id: key, senderId, body: text } = message;
    const at = epoch(message.timestamp, clock.now());
    if (senderId === guest.memberId) return { kind: 'own', key, at };
    if (text === '') return null;
    const who = await members.find(senderId, signal);
    if (!who.ok) return who.refusal;
    const author = authorOf(who.value);
    return author === null ? null : { kind: 'agent', key, at, author, text };
  }
}

/** All of the chat's requests at the place of the page's last, since messages do not say which is theirs. */
async function declinedEntries(
  { api, guest, clock, requestTimeoutMs, undeclined }: CatchUpParts,
  { id, timestamp }: ChatMessage,
  signal: AbortSignal,
): Promise<readonly HistoryEntry[]> {
  const at = epoch(timestamp, clock.now());
  // Reading goes before: what takes too long is left to be done besides.
  const deadline = within(clock, requestTimeoutMs / 2, signal);
  const { keys, againInMs } = await declineMedia({ api, guest, signal: deadline.signal }, id);
  deadline.clear();
  if (againInMs !== null) undeclined(id, at);
  return keys.map((key) => ({ kind: 'mediaDeclined', key, at }));
}

function rejected(refusal: Refusal): CatchUpOutcome {
  return { outcome: 'rejected', failure: sessionFailure(refusal) };
}
