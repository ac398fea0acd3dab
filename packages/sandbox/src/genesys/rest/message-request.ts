import { ApiError } from '../api-error.ts';
import type { BodyType } from '../chat/message.ts';
import type { Knobs } from '../knobs.ts';
import { isRecord } from './json.ts';

/** What a valid post says. */
export interface MessageRequest {
  readonly body: string;
  readonly bodyType: BodyType;
}

const notForGuests = ['member-join', 'member-leave', 'media-request'];

/** The status and code of an oversized or empty body are inferred (docs/guest-chat.md §7, §8). */
export function parseMessageRequest(request: unknown, knobs: Readonly<Knobs>): MessageRequest {
  if (!isRecord(request)) throw new ApiError('bad.request');
  const { body } = request;
  if (body === undefined || body === null) {
    throw new ApiError('chat.error.notnull.createconversationmessagerequest.body');
  }
  if (typeof body !== 'string') throw new ApiError('chat.error.bad.request');
  const plain = knobs.normalizeText ? normalized(body) : body;
  const text = knobs.escapeMarkup ? escaped(plain) : plain;
  if (text === '' && knobs.emptyBody === 'reject') throw new ApiError('chat.error.bad.request');
  if (lengthOf(text, knobs.bodyUnit) > knobs.maxBodyChars) throw new ApiError(knobs.oversizedBodyCode);
  return { body: text, bodyType: parseBodyType(request['bodyType'], knobs) };
}

/** How the server would tidy up, if it does: nothing is documented (docs/guest-chat.md §6, pitfall 18). */
function normalized(text: string): string {
  return text.trim().replace(/\s*[\r\n]\s*/g, ' ');
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function lengthOf(text: string, unit: Knobs['bodyUnit']): number {
  if (unit === 'utf16') return text.length;
  return unit === 'bytes' ? Buffer.byteLength(text) : [...text].length;
}

function parseBodyType(bodyType: unknown, knobs: Readonly<Knobs>): BodyType {
  if (bodyType === undefined || bodyType === null || bodyType === 'standard') return 'standard';
  if (bodyType === 'notice' && knobs.guestNotices) return 'notice';
  if (bodyType === 'notice') throw new ApiError('chat.error.bad.request');
  if (typeof bodyType === 'string' && notForGuests.includes(bodyType)) throw new ApiError('chat.error.bad.request');
  if (knobs.unknownBodyType === 'reject') throw new ApiError('invalid.value', { params: { name: 'bodyType' } });
  return 'standard';
}
