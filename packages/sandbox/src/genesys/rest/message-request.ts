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
export function parseMessageRequest(request: unknown, knobs: Knobs): MessageRequest {
  if (!isRecord(request)) throw new ApiError('bad.request');
  const { body } = request;
  if (body === undefined || body === null) {
    throw new ApiError('chat.error.notnull.createconversationmessagerequest.body');
  }
  if (typeof body !== 'string' || body === '' || body.length > knobs.maxBodyChars) {
    throw new ApiError('chat.error.bad.request');
  }
  return { body, bodyType: parseBodyType(request['bodyType'], knobs) };
}

function parseBodyType(bodyType: unknown, knobs: Knobs): BodyType {
  if (bodyType === undefined || bodyType === null || bodyType === 'standard') return 'standard';
  if (bodyType === 'notice') return 'notice';
  if (typeof bodyType === 'string' && notForGuests.includes(bodyType)) throw new ApiError('chat.error.bad.request');
  if (knobs.unknownBodyType === 'reject') throw new ApiError('invalid.value', { params: { name: 'bodyType' } });
  return 'standard';
}
