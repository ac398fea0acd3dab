import type { AdapterContext, Ending, InboundMessage, Received, TimelinePage } from '../contracts/channel-adapter.ts';
import type { ContactCenter } from '../contracts/contact-center.ts';
import type { Clock, Logger } from '../contracts/runtime.ts';
import type { Store } from '../contracts/store.ts';
import { InboundConflictError, TrunklineError } from '../domain/errors.ts';
import type { Address, ConversationId, MessageId } from '../domain/ids.ts';
import type { Kept } from '../session/state.ts';
import { createAdapterStorage } from './adapter-storage.ts';
import type { Admission } from './admission.ts';
import type { Channel } from './channel.ts';
import { fingerprint } from './fingerprint.ts';
import { withoutCards, withoutCardsAtEnd } from './masked-words.ts';
import { receiveReceipt } from './receipt-inbox.ts';
import type { Registry } from './registry.ts';
import type { TimelineFeed } from './timeline-feed.ts';
import type { Trace } from './trace.ts';

export interface CustomerInboxOptions {
  readonly channel: Channel;
  readonly registry: Registry;
  readonly store: Store;
  readonly feed: TimelineFeed;
  readonly contactCenters: ReadonlyMap<string, ContactCenter>;
  readonly publicUrl: string | null;
  readonly missed: { looked(): Promise<void>; lookSoon(): void };
  readonly reportHealth: (problem: string | null) => void;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly trace: Trace;
  readonly admission: Admission;
}

export type ReceiveOptions = Pick<CustomerInboxOptions, 'channel' | 'registry' | 'clock' | 'trace' | 'admission'>;

/** What one channel's adapter is given to work with. */
export function createAdapterContext(options: CustomerInboxOptions): AdapterContext {
  const { channel, store, feed, clock, logger, publicUrl, missed, trace } = options;
  return {
    channel: channel.name,
    publicUrl,
    clock,
    logger,
    storage: createAdapterStorage(store, channel.name),
    receive: async (message) => {
      await missed.looked();
      return await receive(options, message);
    },
    receiveEnd: async (address, ending) => {
      await missed.looked();
      return await receiveEnd(options, address, ending);
    },
    receiveReceipt: (address, receipt) => receiveReceipt(options, address, receipt),
    receiveTyping: (address) => void typing(options, address).catch(() => {}),
    conversation: (address) => openConversation(options, address),
    timeline: (address, range) => timeline(store, { channel, address }, range),
    subscribe: (address, listener) => feed.subscribe(channel.name, address, listener),
    lookForMissed: () => missed.lookSoon(),
    reportHealth: options.reportHealth,
    count: (what, by = 1) => trace({ step: 'channel.counted', channel: channel.name, what, by }),
  };
}

/** Takes in that a customer wants to end, whether it came by itself or was found later. */
export async function receiveEnd(
  { channel, registry }: Pick<CustomerInboxOptions, 'channel' | 'registry'>,
  address: Address,
  ending: Ending = {},
): Promise<boolean> {
  return await registry.run(channel, address, {
    failFast: true,
    run: async (turn) => {
      const { conversation } = turn.state.kept;
      if (conversation === null || conversation.closing !== null) return false;
      if (ending.id !== undefined && (await turn.seen('customer', [ending.id])).size > 0) return false;
      const words = channel.masksCardNumbers ? withoutCardsAtEnd(ending) : ending;
      await turn.step({ type: 'endRequested', by: 'customer', ending: words }, { failFast: true });
      return true;
    },
  });
}

async function openConversation(
  { channel, registry, store }: CustomerInboxOptions,
  address: Address,
): Promise<ConversationId | null> {
  const loop = await registry.present(channel, address);
  const kept = loop?.state.kept ?? ((await store.load({ channel: channel.name, address }))?.state as Kept | undefined);
  const conversation = kept?.conversation ?? null;
  if (conversation === null) return null;
  return conversation.closing === null ? conversation.id : conversation.nextId;
}

/** Takes one message in, whether it came by itself or was found later. */
export async function receive(options: ReceiveOptions, given: InboundMessage): Promise<Received> {
  const { channel, registry, clock, trace, admission } = options;
  const message = channel.masksCardNumbers ? withoutCards(given) : given;
  return await registry.run(channel, message.address, {
    failFast: true,
    run: async (turn, loop) => {
      const once = message.id === undefined ? null : { key: message.id, fingerprint: fingerprint(message) };
      if (once !== null) {
        const first = (await turn.seen('customer', [once.key])).get(once.key);
        if (first !== undefined) {
          trace({
            step: 'message.duplicate',
            direction: 'toAgent',
            channel: channel.name,
            customerId: loop.customer.id,
          });
          return { ...sameAsBefore(first, once.fingerprint), duplicate: true };
        }
      }
      if (channel.adapter.capabilities.sheds === true && turn.state.kept.conversation === null)
        admission.admitNew(channel.name);
      const { writes } = await turn.step(
        {
          type: 'customerMessage',
          text: message.text,
          authorName: message.author?.name ?? message.profile?.name ?? turn.state.kept.profile.name ?? null,
          attachments: message.attachments ?? [],
          sentAt: Number.isFinite(message.sentAt) ? (message.sentAt ?? 0) : clock.now(),
          profile: message.profile ?? null,
          routing: message.routing ?? null,
          once,
        },
        { failFast: true },
      );
      const [recorded] = writes.messages;
      if (recorded === undefined) throw new TrunklineError('inbound.not-recorded', 'the message was not recorded');
      return { conversationId: recorded.conversationId, messageId: recorded.id, duplicate: false };
    },
  });
}

function sameAsBefore(
  first: { fingerprint: string | null; conversationId: ConversationId | null; messageId: MessageId | null },
  fingerprintNow: string,
): Pick<Received, 'conversationId' | 'messageId'> {
  const { conversationId, messageId } = first;
  if (first.fingerprint !== fingerprintNow || conversationId === null || messageId === null)
    throw new InboundConflictError('this id was used before for another message');
  return { conversationId, messageId };
}

async function typing({ channel, registry, contactCenters }: CustomerInboxOptions, address: Address): Promise<void> {
  const loop = await registry.present(channel, address);
  const conversation = loop?.state.kept.conversation;
  if (conversation?.session == null || !conversation.activated || loop?.state.link.state !== 'attached') return;
  await contactCenters.get(conversation.transport)?.typing(conversation.session);
}

async function timeline(
  store: Store,
  { channel, address }: { readonly channel: Channel; readonly address: Address },
  range: { readonly after: number; readonly limit: number },
): Promise<TimelinePage | null> {
  const record = await store.load({ channel: channel.name, address });
  if (record === null) return null;
  const entries = await store.timeline(record.customer.id, range);
  return { entries, next: entries.at(-1)?.number ?? range.after };
}
