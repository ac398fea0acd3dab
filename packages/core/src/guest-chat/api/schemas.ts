import { z } from 'zod';

/** A member as far as it matters. Real answers are thinner than the published schema: any field may be missing. */
export interface Member {
  readonly id: string;
  readonly displayName?: string | undefined;
  readonly avatarImageUrl?: string | undefined;
  readonly role?: string | undefined;
  readonly state?: string | undefined;
  readonly joinDate?: string | undefined;
  readonly leaveDate?: string | undefined;
}

/** One entry of a chat's history. */
export interface ChatMessage {
  readonly id: string;
  readonly senderId: string;
  readonly body: string;
  readonly bodyType: string;
  /** ISO 8601, or what else was sent. */
  readonly timestamp: string;
}

export interface CreatedChat {
  readonly id: string;
  readonly jwt: string;
  readonly eventStreamUri: string;
  readonly member: { readonly id: string };
}

/** Goes into paths, which a lone surrogate cannot. */
const id = z.string().regex(/^[^\p{Surrogate}]+$/u);
const maybe = z.string().optional().catch(undefined);
const text = z.string().catch('');

export const createdChat: z.ZodType<CreatedChat> = z.object({
  id,
  jwt: id,
  eventStreamUri: id,
  member: z.object({ id }),
});

export const writtenMessage: z.ZodType<{ readonly id: string }> = z.object({ id });

const facts = z.object({
  displayName: maybe,
  avatarImageUrl: maybe,
  role: maybe,
  state: maybe,
  joinDate: maybe,
  leaveDate: maybe,
});

/** Of one member, whose id is known to whoever asks. */
export const memberFacts: z.ZodType<Omit<Member, 'id'>> = facts;

export const listedMember: z.ZodType<Member> = facts.extend({ id });

export const chatMessage: z.ZodType<ChatMessage> = z
  .object({ id, sender: z.object({ id }), body: text, bodyType: text, timestamp: text })
  .transform(({ sender, ...rest }) => ({ ...rest, senderId: sender.id }));

/** An agent's wish for something besides words. */
export interface MediaRequest {
  readonly id: string | null;
  readonly types: readonly string[];
  readonly state: string;
}

const mediaFacts = z.object({
  id: id.nullish().catch(undefined),
  selfUri: maybe,
  types: z.array(z.string()).catch([]),
  state: z.string().transform((state) => state.toUpperCase()),
});

export const mediaRequest: z.ZodType<MediaRequest> = mediaFacts.transform(({ id: given, selfUri, types, state }) => ({
  id: given || (/\/mediarequests\/([\w.~-]+)$/.exec(selfUri ?? '')?.[1] ?? null),
  types,
  state,
}));

/** For answers of which only the status matters. */
export const anything: z.ZodType<unknown> = z.unknown();

const entities = z
  .array(z.unknown())
  .optional()
  .transform((given) => given ?? []);

/** A list whose entries are read one by one, so that a strange one does not hide the others. */
export const entityList: z.ZodType<{ readonly entities: readonly unknown[] }> = z.object({ entities });

/** `next` is there when there is more; as an address or a token, which nobody needs. */
export const messageList: z.ZodType<{ readonly entities: readonly unknown[]; readonly next?: unknown }> = z.object({
  entities,
  next: z.unknown().optional(),
});
