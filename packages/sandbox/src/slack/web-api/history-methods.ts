import { rateLimited, SlackError } from '../slack-error.ts';
import type { Message } from '../workspace/message.ts';
import { isReply, withoutMetadata } from '../workspace/message.ts';
import type { BotCall, BotMethods } from './api-method.ts';
import type { Page } from './page.ts';
import { pageOf } from './page.ts';
import { readableChannel } from './reach.ts';

const scopes = ['channels:history', 'groups:history', 'im:history', 'mpim:history'];

export const historyMethods: BotMethods = {
  'conversations.history': { scopes, handle: history },
  'conversations.replies': { scopes, handle: replies },
};

/** Newest first; replies only if they were sent to the channel, too. */
function history(call: BotCall): object {
  countRead(call, 'history');
  const channel = readableChannel(call);
  const shown = channel.messages.filter((message) => {
    return (!isReply(message) || message.subtype === 'thread_broadcast') && isWithin(call, message);
  });
  const page = readPage(call, shown.toReversed());
  const messages = page.items.map((message) => view(call, channel.withReplies(message)));
  return { messages, has_more: page.nextCursor !== '', pin_count: 0, ...more(page) };
}

/** The parent and its replies, oldest first. */
function replies(call: BotCall): object {
  countRead(call, 'replies');
  const channel = readableChannel(call);
  const message = channel.find(call.args.required('ts', 'thread_not_found'));
  if (message === undefined) throw new SlackError('thread_not_found');
  const parent = channel.find(message.thread_ts ?? message.ts) ?? message;
  const answers = channel.repliesTo(parent.ts).filter((reply) => isWithin(call, reply));
  const always = call.cloud.knobs.repliesParentAlways;
  const page = readPage(call, always || !isWithin(call, parent) ? answers : [parent, ...answers]);
  const items = always ? [parent, ...page.items] : page.items;
  const messages = items.map((one) => view(call, one === parent ? channel.withReplies(parent) : one));
  return { messages, has_more: page.nextCursor !== '', ...more(page) };
}

function readPage(call: BotCall, all: readonly Message[]): Page<Message> {
  return pageOf(all, call.args, { standard: 100, most: Math.min(1_000, call.cloud.knobs.historyMaxItems) });
}

function view({ args, bot }: BotCall, message: Message): Message {
  const isShown = args.flag('include_all_metadata') && (message.bot_id === bot.botId || mayReadMetadata(bot));
  return isShown ? message : withoutMetadata(message);
}

function mayReadMetadata(bot: BotCall['bot']): boolean {
  return bot.scopes.includes('metadata.message:read');
}

/** Bounds are left out unless `inclusive`. */
function isWithin({ args }: BotCall, { ts }: Message): boolean {
  const [oldest, latest] = [bound(args.text('oldest')), bound(args.text('latest'))];
  const inclusive = args.flag('inclusive');
  const micros = bound(ts) ?? 0;
  if (oldest !== undefined && (inclusive ? micros < oldest : micros <= oldest)) return false;
  return latest === undefined || (inclusive ? micros <= latest : micros < latest);
}

/** Microseconds. */
function bound(ts: string | undefined): number | undefined {
  if (ts === undefined || ts === '0') return undefined;
  const [, seconds, rest = ''] = /^(\d{1,12})(?:\.(\d+))?$/.exec(ts) ?? [];
  if (seconds === undefined) throw new SlackError('invalid_ts_oldest');
  return Number(seconds) * 1_000_000 + Number(rest.slice(0, 6).padEnd(6, '0'));
}

function more({ nextCursor }: Page<Message>): object {
  return nextCursor === '' ? {} : { response_metadata: { next_cursor: nextCursor } };
}

function countRead({ cloud, team }: BotCall, method: string): void {
  const { historyPerMinute } = cloud.knobs;
  if (historyPerMinute === 0) return;
  const limit = { perSecond: historyPerMinute / 60, burst: historyPerMinute };
  const waitMs = cloud.rates.take(`${team.id} ${method}`, limit, cloud.now());
  if (waitMs > 0) throw rateLimited(waitMs);
}
