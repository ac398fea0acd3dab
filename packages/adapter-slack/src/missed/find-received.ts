import type { WebClient } from '@slack/web-api';
import type { Address, InboundMessage, Missed } from '@trunkline/core';
import { decodeAddress, isProvisional } from '../address.ts';
import { threadOfAside } from '../events/asides.ts';
import type { Inbound, Setting } from '../events/inbound.ts';
import { inboundMessage } from '../events/inbound-message.ts';
import { isInternal } from '../events/internal.ts';
import { isWrittenByPerson } from '../events/message-kind.ts';
import { asMessage, type SlackMessage } from '../events/slack-message.ts';
import { directAddresses } from './direct-channels.ts';
import { handedOver, isOfAnotherThread } from './said-elsewhere.ts';
import { pagesOf } from './patient-pages.ts';

export interface FindReceivedOptions {
  readonly inbound: Inbound;
  /** Whether direct messages that nobody has open are looked through too: after a start, and when sockets were gone. */
  readonly isThorough: boolean;
}

/** By these Slack says that there is nothing to be read there any more. */
const GONE: ReadonlySet<unknown> = new Set([
  ...['channel_not_found', 'not_in_channel', 'thread_not_found', 'missing_scope', 'is_archived'],
  ...['token_revoked', 'account_inactive', 'invalid_auth', 'app_uninstalled'],
]);

/** What was said in open conversations, and to the app alone, while nobody was listening. */
export async function* findReceived(
  { inbound, isThorough }: FindReceivedOptions,
  missed: Missed,
  signal: AbortSignal,
): AsyncIterable<InboundMessage> {
  const looked = new Set<Address>();
  for (const address of missed.open) {
    const present = inbound.channels.present(address);
    looked.add(present);
    yield* saidIn(inbound, { address: present, since: missed.since }, signal);
  }
  if (!isThorough) return;
  for (const team of await inbound.workspaces.teams())
    for (const address of await directAddresses(inbound, team, signal))
      if (!looked.has(address)) yield* saidIn(inbound, { address, since: missed.since }, signal);
}

interface Look {
  readonly address: Address;
  readonly since: number;
}

async function* saidIn(inbound: Inbound, { address, since }: Look, signal: AbortSignal): AsyncIterable<InboundMessage> {
  const place = decodeAddress(address);
  // Where there is no thread yet nobody can have answered in it.
  if (place === null || isProvisional(place)) return;
  const { team, channel, thread } = place;
  const oldest = (since / 1000).toFixed(6);
  const ask = (client: WebClient, cursor: string | undefined) => {
    const range = { channel, oldest, inclusive: true, limit: 200, ...(cursor !== undefined && { cursor }) };
    return thread === null
      ? client.conversations.history(range)
      : client.conversations.replies({ ...range, ts: thread });
  };
  try {
    const client = await inbound.workspaces.clientOf(team);
    const { botUserId } = await inbound.workspaces.of({
      team,
      enterprise: null,
      isEnterpriseInstall: false,
      isEvent: true,
    });
    const messages: SlackMessage[] = [];
    for await (const answer of pagesOf((cursor) => ask(client, cursor), { clock: inbound.context.clock, signal }))
      messages.push(...(answer.messages ?? []).flatMap((one) => asMessage(one) ?? []));
    const said = messages
      .filter((message) => Number(message.ts) * 1000 >= since && isForAgent(inbound, message, { team, botUserId }))
      .sort((a, b) => Number(a.ts) - Number(b.ts));
    const own = inbound.channels.addressOf(place);
    const isOver = await handedOver(
      inbound,
      { address: own, root: messages.find(({ ts }) => ts === thread) },
      botUserId,
    );
    for (const message of said) {
      if (isOver(message) || (thread === null && (await isOfAnotherThread(inbound, { team, channel }, message))))
        continue;
      const aside = thread === null ? await threadOfAside(inbound, { team, channel, ts: message.ts }) : null;
      const at = aside === null ? own : inbound.channels.addressOf({ team, channel, thread: aside });
      yield await inboundMessage(inbound, { channel, message, address: at, earlier: null }, { team, botUserId });
    }
  } catch (error) {
    const { data, code } = error as { readonly data?: { readonly error?: unknown }; readonly code?: unknown };
    if (!GONE.has(data?.error) && code !== 'slack.not-installed') throw error;
    inbound.context.logger.debug({ event: 'slack.unreadable', team }, 'a conversation can no longer be read');
  }
}

function isForAgent({ options }: Inbound, message: SlackMessage, { botUserId }: Setting): boolean {
  return isWrittenByPerson(message, botUserId) && !isInternal(message.text ?? '', options.internalPrefix);
}
