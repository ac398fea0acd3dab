import type { Commit, CommitResult, Delivery, MessageId } from '@trunkline/core';
import type { ConversationRows } from './conversation-rows.ts';
import type { CustomerRows } from './customer-rows.ts';
import type { CustomerSteps } from './customer-steps.ts';
import type { DeliveryWrites } from './delivery-writes.ts';
import type { EntryRows } from './entry-rows.ts';
import type { WrittenMessage } from './folded-body.ts';
import type { InboxRows } from './inbox-rows.ts';
import type { MessageRows } from './message-rows.ts';
import type { OwnershipRow } from './ownership-row.ts';
import type { SeenRows } from './seen-rows.ts';
import type { TimelineRows } from './timeline-rows.ts';
import type { UpkeepRows } from './upkeep-rows.ts';
import type { Framing } from './write-queue.ts';

/** The tables, each with its prepared statements. */
export interface Rows {
  readonly customers: CustomerRows;
  readonly conversations: ConversationRows;
  readonly messages: MessageRows;
  readonly seen: SeenRows;
  readonly timeline: TimelineRows;
  readonly inbox: InboxRows;
  readonly entries: EntryRows;
  readonly ownership: OwnershipRow;
  readonly upkeep: UpkeepRows;
}

/** Carries out commits inside transactions that are framed by it, for the owner of one epoch. */
export interface CommitStep extends Framing {
  take(commit: Commit): CommitResult;
}

export interface CommitStepParts {
  readonly rows: Rows;
  readonly steps: CustomerSteps;
  readonly epoch: number;
}

const FENCED: CommitResult = { outcome: 'fenced' };

export function commitStep(deliveries: DeliveryWrites, { rows, steps, epoch }: CommitStepParts): CommitStep {
  /** In the open transaction, in which nobody else can become the owner. */
  let isOwner = false;

  function take(commit: Commit): CommitResult {
    const customer = isOwner && (commit.epoch ?? epoch) === epoch ? steps.take(commit) : null;
    if (customer === null) return FENCED;

    let written: Map<MessageId, WrittenMessage> | null = null;
    for (const conversation of commit.conversations ?? []) rows.conversations.write(customer, conversation);
    for (const message of commit.messages ?? []) {
      written ??= new Map();
      written.set(message.id, rows.messages.insert(customer, message));
    }
    for (const delivery of commit.enqueue ?? []) {
      const { body } = delivery;
      deliveries.insert(customer, delivery, body.kind === 'message' ? written?.get(body.messageId) : undefined);
    }
    for (const change of commit.change ?? []) deliveries.change(customer, change);
    if (commit.carryOver !== undefined) deliveries.carryOver(customer, commit.carryOver);
    const claimed: Delivery[] = [];
    for (const wish of commit.claim ?? []) {
      const delivery = deliveries.claim(customer, wish);
      if (delivery !== null) claimed.push(delivery);
    }
    for (const entry of commit.timeline ?? []) {
      const { body } = entry;
      rows.timeline.insert(
        customer,
        entry,
        body.type === 'message.created' ? written?.get(body.message.id) : undefined,
      );
    }
    for (const seen of commit.seen ?? []) rows.seen.insert(customer, seen);
    for (const alias of commit.aliases ?? []) rows.customers.addName(customer, commit.customer.channel, alias);
    if (commit.inbox !== undefined) rows.inbox.remove(commit.inbox);
    if (commit.forget !== undefined) {
      rows.upkeep.forget(customer, commit.forget.timelineNumber);
      steps.forget(commit.customer.id);
    }
    return { outcome: 'committed', epoch, claimed };
  }

  return {
    take,
    begin() {
      isOwner = rows.ownership.epoch() === epoch;
      steps.begin();
    },
    finish: () => steps.finish(),
    done: () => steps.done(),
  };
}
