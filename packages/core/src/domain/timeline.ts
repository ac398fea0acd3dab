import type { Failure } from './failure.ts';
import type { ConversationId, MessageId } from './ids.ts';
import type { Attachment, Author } from './message.ts';

/** What can be seen on a customer's timeline. The names are those of the HTTP channel's events. */
export type TimelineBody =
  | {
      readonly type: 'message.created';
      readonly message: {
        readonly id: MessageId;
        readonly text: string;
        readonly author: Author;
        readonly sentAt: number;
        readonly late: boolean;
        readonly attachments: readonly Attachment[];
      };
    }
  | { readonly type: 'agent.joined' | 'agent.left' | 'agent.transferred'; readonly agentName: string | null }
  | { readonly type: 'conversation.ended'; readonly reason: string }
  | { readonly type: 'message.failed'; readonly messageId: MessageId; readonly failure: Failure };

/** Everything that happened to a customer, numbered without holes in the owner's commits. */
export interface TimelineEntry {
  /** Counted from 1 for each customer. */
  readonly number: number;
  readonly conversationId: ConversationId;
  readonly previousConversationId: ConversationId | null;
  /** Epoch milliseconds of the commit. */
  readonly at: number;
  readonly body: TimelineBody;
}
