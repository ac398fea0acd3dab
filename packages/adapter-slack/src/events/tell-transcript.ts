import type { Address, TimelineEntry } from '@trunkline/core';
import { createTextFit } from '../format/text-fit.ts';
import { toMrkdwn } from '../format/to-mrkdwn.ts';
import type { Inbound, Setting } from './inbound.ts';
import { whisper } from './whisper.ts';
import { words } from './words.ts';

export interface AskedTranscript {
  readonly address: Address;
  readonly channel: string;
  readonly thread: string | null;
  readonly user: string;
}

const PAGE = 200;

/** Shows what was said to the one person who asks. Works after the answer: Slack's three seconds are not for this. */
export async function tellTranscript(inbound: Inbound, asked: AskedTranscript, setting: Setting): Promise<void> {
  const entries = await allEntries(inbound, asked.address);
  const lines = entries.flatMap(({ body }) =>
    body.type === 'message.created'
      ? [words.marked(body.message.author.name ?? body.message.author.kind, body.message.text)]
      : [],
  );
  const texts = createTextFit().fit(lines.join('\n')).map(toMrkdwn);
  for (const text of lines.length === 0 ? [words.nothingSaid] : texts)
    await whisper(inbound, { ...asked, text }, setting);
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
