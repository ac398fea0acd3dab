import type { TimelineBody, TimelineEntry } from '@trunkline/core';
import { plainName } from '../format/plain-name.ts';
import { createTextFit, LONGEST_TEXT } from '../format/text-fit.ts';
import { toMrkdwn } from '../format/to-mrkdwn.ts';
import { defaultTexts, filled, type TranscriptTexts } from '../texts.ts';

type Said = Extract<TimelineBody, { readonly type: 'message.created' }>['message'];

/** One person gets them one a second; more than these nobody reads in Slack. */
const MOST_POSTS = 20;
/** Leaves room for who said it and when. */
const lineFit = createTextFit(LONGEST_TEXT - 400);

/**
 * What was said, for people: mrkdwn posts in order, none for a timeline where nothing was. Times are shown in each
 * reader's own zone. Of very much the end is kept.
 */
export function transcriptTexts(
  entries: readonly TimelineEntry[],
  texts: TranscriptTexts = defaultTexts.transcript,
): readonly string[] {
  const lines = entries.flatMap((entry, index) => {
    const isNew = index > 0 && entries[index - 1]?.conversationId !== entry.conversationId;
    return [...(isNew ? [`_${texts.nextConversation}_`] : []), ...linesOf(entry, texts)];
  });
  const posts = packed(lines);
  return posts.length <= MOST_POSTS ? posts : [`_${texts.leftOut}_`, ...posts.slice(1 - MOST_POSTS)];
}

function linesOf({ body, at }: TimelineEntry, texts: TranscriptTexts): readonly string[] {
  const time = timeOf(body.type === 'message.created' ? body.message.sentAt : at);
  switch (body.type) {
    case 'message.created':
      return saidLines(body.message, { time, texts });
    case 'message.failed':
      return [`${time} _${filled(texts.failed, { reason: plainName(body.failure.human) })}_`];
    case 'conversation.ended':
      return [`${time} _${texts.ended}_`];
    default: {
      const agent = body.agentName === null ? texts.agent : plainName(body.agentName);
      return [`${time} _${filled(texts[nameOf(body.type)], { agent })}_`];
    }
  }
}

function saidLines(
  said: Said,
  { time, texts }: { readonly time: string; readonly texts: TranscriptTexts },
): readonly string[] {
  const { author, text, attachments } = said;
  const who = plainName(author.name ?? '') || texts[author.kind];
  const [first = '', ...rest] = lineFit.fit(text).map(toMrkdwn);
  const files = attachments.map(
    ({ url, name }) => `:paperclip: ${toMrkdwn(`[${(name ?? url).replace(/[[\]\n]/g, '_')}](${url})`)}`,
  );
  return [`${time} *${who}:*${/^(```|&gt;)/.test(first) ? '\n' : ' '}${first}`, ...rest, ...files];
}

function nameOf(type: 'agent.joined' | 'agent.left' | 'agent.transferred') {
  return type === 'agent.joined' ? 'joined' : type === 'agent.left' ? 'left' : 'transferred';
}

/** Slack puts it into the reader's zone; what cannot do that shows the rest. */
function timeOf(at: number): string {
  const fallback = new Date(at).toISOString().replace('T', ' ').slice(0, 16);
  return `<!date^${Math.floor(at / 1_000)}^{date_num} {time}|${fallback} UTC>`;
}

/** As few posts as there can be, of whole lines. */
function packed(lines: readonly string[]): readonly string[] {
  const posts: string[] = [];
  for (const line of lines) {
    const last = posts.at(-1);
    if (last !== undefined && last.length + 1 + line.length <= LONGEST_TEXT)
      posts[posts.length - 1] = `${last}\n${line}`;
    else posts.push(line);
  }
  return posts;
}
