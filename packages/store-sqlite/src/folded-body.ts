import type { DeliveryBody, TimelineBody } from '@trunkline/core';
import type { MessageContent } from './message-rows.ts';

/** A body as a row holds it: whole, or by reference to a message and how it differs from it. */
export interface FoldedBody {
  readonly message: number | null;
  readonly body: string | null;
}

/** A message that was written in the same commit, with its row's key. */
export interface WrittenMessage {
  readonly key: number;
  readonly content: MessageContent;
}

export function foldDeliveryBody(body: DeliveryBody, message: WrittenMessage | undefined): FoldedBody {
  if (body.kind !== 'message' || message === undefined) return { message: null, body: JSON.stringify(body) };
  const { content } = message;
  if (isWhole(body, content)) return { message: message.key, body: null };
  return { message: message.key, body: difference(body, deliveryBodyOf(content)) };
}

/** Almost every body is its message and nothing else. */
function isWhole(body: DeliveryBody & { kind: 'message' }, { author, text, sentAt, late }: MessageContent): boolean {
  return (
    body.parts === 1 &&
    body.part === 1 &&
    body.author === author &&
    body.text === text &&
    body.sentAt === sentAt &&
    body.late === late
  );
}

export function unfoldDeliveryBody(body: string | null, message: MessageContent | null): DeliveryBody {
  return { ...(message === null ? null : deliveryBodyOf(message)), ...(body === null ? null : JSON.parse(body)) };
}

export function foldTimelineBody(body: TimelineBody, message: WrittenMessage | undefined): FoldedBody {
  if (body.type !== 'message.created' || message === undefined) return { message: null, body: JSON.stringify(body) };
  const { content } = message;
  const told = body.message;
  const isAll =
    told.author === content.author &&
    told.text === content.text &&
    told.attachments === content.attachments &&
    told.sentAt === content.sentAt &&
    told.late === content.late;
  return { message: message.key, body: isAll ? null : difference(told, content) };
}

export function unfoldTimelineBody(body: string | null, message: MessageContent | null): TimelineBody {
  if (message === null) return JSON.parse(body ?? 'null');
  return { type: 'message.created', message: { ...message, ...(body === null ? null : JSON.parse(body)) } };
}

function deliveryBodyOf({ id, author, text, sentAt, late }: MessageContent): DeliveryBody {
  return { kind: 'message', messageId: id, author, text, sentAt, late, part: 1, parts: 1 };
}

/** The fields of `whole` that `base` does not have alike, as JSON; null if there are none. */
function difference(whole: object, base: object): string | null {
  const known = new Map(Object.entries(base));
  const fields = Object.entries(whole).filter(([name, value]) => !isAlike(value, known.get(name)));
  return fields.length === 0 ? null : JSON.stringify(Object.fromEntries(fields));
}

function isAlike(one: unknown, other: unknown): boolean {
  return one === other || (typeof one === 'object' && JSON.stringify(one) === JSON.stringify(other));
}
