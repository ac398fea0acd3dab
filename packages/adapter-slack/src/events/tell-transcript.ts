import type { Address, TimelineEntry } from '@trunkline/core';
import { transcriptTexts } from '../transcript/transcript.ts';
import type { Inbound, Setting } from './inbound.ts';
import { unmarked } from './unmarked.ts';
import { whisper } from './whisper.ts';
import { words } from './words.ts';

export interface AskedTranscript {
  readonly address: Address;
  readonly channel: string;
  readonly thread: string | null;
  readonly user: string;
}

const PAGE = 200;

/** Shows what was said to the one person who asks. */
export async function tellTranscript(inbound: Inbound, asked: AskedTranscript, setting: Setting): Promise<void> {
  const entries = await allEntries(inbound, asked.address);
  const texts = transcriptTexts(entries.map(shown), inbound.texts.transcript);
  whisper(inbound, { ...asked, texts: texts.length === 0 ? [words.nothingSaid] : texts }, setting);
}

/** Who says what stands before it anyway. */
function shown(entry: TimelineEntry): TimelineEntry {
  const { body } = entry;
  if (body.type !== 'message.created') return entry;
  return { ...entry, body: { ...body, message: { ...body.message, text: unmarked(body.message) } } };
}

async function allEntries({ context }: Inbound, address: Address): Promise<readonly TimelineEntry[]> {
  const all: TimelineEntry[] = [];
  for (let after = 0; ; ) {
    const page = await context.timeline(address, { after, limit: PAGE });
    if (page === null || page.entries.length === 0) return all;
    all.push(...page.entries);
    after = page.next;
  }
}
