/** Body types of the swagger (docs/guest-chat.md §2.1). */
export type BodyType = 'standard' | 'notice' | 'member-join' | 'member-leave' | 'media-request';

/** One entry of a conversation's history; joins and leaves are entries with an empty body. */
export interface Message {
  readonly id: string;
  readonly senderId: string;
  readonly body: string;
  readonly bodyType: BodyType;
  readonly timestamp: string;
}
