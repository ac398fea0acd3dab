import type { CatchUpOutcome, HistoryEntry } from '../contracts/contact-center.ts';
import { sessionFailure } from './api/failure.ts';
import { type GuestApi, HISTORY_PAGE } from './api/guest-api.ts';
import type { Refusal } from './api/refusal.ts';
import type { ChatMessage } from './api/schemas.ts';
import { isSpoken } from './frame-interpreter.ts';
import type { GuestSession } from './guest-session.ts';
import { authorOf, type Members } from './members.ts';
import { epoch } from './stream/frame.ts';
import { presenceOf } from './survey.ts';

export interface CatchUpParts {
  readonly api: GuestApi;
  readonly guest: GuestSession;
  readonly members: Members;
  readonly now: number;
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
  const { api, guest } = parts;
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

async function readPage(
  { api, guest, members, now }: CatchUpParts,
  cursor: string | null,
  signal: AbortSignal,
): Promise<Page | Refusal> {
  const answer = await api.history(guest, cursor, signal);
  if (!answer.ok) return answer.refusal;
  const entries: HistoryEntry[] = [];
  for (const message of answer.value.messages) {
    if (!isSpoken(message)) continue;
    const entry = await entryOf(message);
    if (entry !== null && 'code' in entry) return entry;
    if (entry !== null) entries.push(entry);
  }
  const last = answer.value.messages.at(-1)?.id ?? cursor;
  return { entries, cursor: last, full: answer.value.size >= HISTORY_PAGE && last !== cursor };

  async function entryOf(message: ChatMessage): Promise<HistoryEntry | Refusal | null> {
    const { id: key, senderId, body: text } = message;
    const at = epoch(message.timestamp, now);
    if (senderId === guest.memberId) return { kind: 'own', key, at };
    if (text === '') return null;
    const who = await members.find(senderId, signal);
    if (!who.ok) return who.refusal;
    const author = authorOf(who.value);
    return author === null ? null : { kind: 'agent', key, at, author, text };
  }
}

function rejected(refusal: Refusal): CatchUpOutcome {
  return { outcome: 'rejected', failure: sessionFailure(refusal) };
}
