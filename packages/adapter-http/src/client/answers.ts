import { drop } from './api.ts';
import type { Accepted } from './client-types.ts';

/** What `POST /messages` answers; null: nobody said that it is kept. */
export async function acceptedIn(response: Response): Promise<Accepted | null> {
  const answer: Partial<Accepted> = Object(await response.json());
  const { conversationId, messageId, duplicate } = answer;
  if (typeof conversationId !== 'string' || typeof messageId !== 'string' || typeof duplicate !== 'boolean')
    return null;
  return { conversationId, messageId, duplicate };
}

/** What `POST /end` answers. */
export async function endedIn(response: Response): Promise<true | null> {
  return Object(await response.json()).customer === undefined ? null : true;
}

export async function streamIn(response: Response): Promise<ReadableStream<Uint8Array> | null> {
  if (response.headers.get('content-type')?.startsWith('text/event-stream')) return response.body;
  drop(response);
  return null;
}

/** Where nothing is asked. */
export async function nothingIn(response: Response): Promise<true> {
  drop(response);
  return true;
}
