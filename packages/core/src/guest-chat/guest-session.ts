import { z } from 'zod';
import type { Session } from '../contracts/contact-center.ts';
import type { JsonValue } from '../domain/json.ts';

export const GUEST_CHAT = 'guest-chat';

/** What it takes to speak in one chat. The token and the address are credentials: neither may enter a log. */
export interface GuestSession {
  readonly conversationId: string;
  /** The customer's own member. */
  readonly memberId: string;
  readonly jwt: string;
  readonly eventStreamUri: string;
  /** Epoch milliseconds by the server's clock; null if the token does not say. */
  readonly expiresAt: number | null;
}

const shape: z.ZodType<GuestSession> = z.object({
  conversationId: z.string().min(1),
  memberId: z.string().min(1),
  jwt: z.string().min(1),
  eventStreamUri: z.string().min(1),
  expiresAt: z.number().nullable(),
});

export function storedSession(guest: GuestSession): Session {
  const data: JsonValue = { ...guest };
  return { transport: GUEST_CHAT, id: guest.conversationId, data };
}

/** Null: what was stored is not a session of guest chat. */
export function readSession(session: Session): GuestSession | null {
  const read = shape.safeParse(session.data);
  return read.success ? read.data : null;
}
