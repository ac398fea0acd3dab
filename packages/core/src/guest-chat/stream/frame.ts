import { z } from 'zod';

/** What the event stream tells, as far as it matters. */
export type Frame =
  | {
      readonly type: 'message';
      readonly id: string;
      readonly senderId: string;
      readonly body: string;
      readonly bodyType: string;
      readonly at: number;
    }
  | { readonly type: 'typing'; readonly senderId: string }
  /** An agent asked for something besides words; the id is the message's, if it was one. */
  | { readonly type: 'media'; readonly id: string | null; readonly at: number }
  | { readonly type: 'member'; readonly memberId: string; readonly state: string; readonly at: number };

/** Goes into paths, which a lone surrogate cannot. */
const id = z.string().regex(/^[^\p{Surrogate}]+$/u);
const envelope = z.object({
  topicName: z.string().catch(''),
  eventBody: z.unknown().optional(),
  metadata: z.object({ type: z.string() }).catch({ type: '' }),
});
const timestamp = z.string().optional().catch(undefined);
const messageBody = z.object({
  id,
  sender: z.object({ id }),
  body: z.string().catch(''),
  bodyType: z.string().catch(''),
  timestamp,
});
const typingBody = z.object({ sender: z.object({ id }) });
const mediaBody = z.object({ id: id.nullish().catch(null), state: z.string().catch('PENDING'), timestamp });
const memberBody = z.object({ member: z.object({ id, state: z.string() }), timestamp });

/** Null: nothing that concerns anybody (heartbeats have no metadata; unknown types and broken frames are passed over). */
export function parseFrame(text: string, now: number): Frame | null {
  const frame = envelope.safeParse(parseJson(text));
  if (!frame.success) return null;
  const { topicName, eventBody, metadata } = frame.data;
  if (speaksOfMedia(topicName, metadata.type)) return mediaFrame(eventBody, now);
  switch (metadata.type) {
    case 'message': {
      const read = messageBody.safeParse(eventBody);
      if (!read.success) return null;
      if (isMediaRequest(read.data)) return mediaFrame(eventBody, now);
      const { sender, timestamp: at, ...message } = read.data;
      return { type: 'message', ...message, senderId: sender.id, at: epoch(at, now) };
    }
    case 'typing-indicator': {
      const read = typingBody.safeParse(eventBody);
      return read.success ? { type: 'typing', senderId: read.data.sender.id } : null;
    }
    case 'member-change': {
      const read = memberBody.safeParse(eventBody);
      if (!read.success) return null;
      const { member, timestamp: at } = read.data;
      return { type: 'member', memberId: member.id, state: member.state, at: epoch(at, now) };
    }
    default:
      return null;
  }
}

/** What such frames look like is not known; no other is called like this. */
function speaksOfMedia(topicName: string, type: string): boolean {
  return /\.mediarequests$/i.test(topicName) || /media[-_ ]?request/i.test(type);
}

function mediaFrame(eventBody: unknown, now: number): Frame | null {
  const read = mediaBody.safeParse(eventBody);
  if (read.success && read.data.state.toUpperCase() !== 'PENDING') return null;
  return { type: 'media', id: read.data?.id ?? null, at: epoch(read.data?.timestamp, now) };
}

export function isMediaRequest({ bodyType }: { readonly bodyType: string }): boolean {
  return bodyType.toLowerCase() === 'media-request';
}

/** The other side's time of something; `now` when it gave none that can be read. */
export function epoch(timestampText: string | undefined, now: number): number {
  const at = Date.parse(timestampText ?? '');
  return Number.isNaN(at) ? now : at;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
