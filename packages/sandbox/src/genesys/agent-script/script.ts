import type { ConversationOrigin } from '../chat/conversation.ts';
import type { MediaType } from '../chat/media-requests.ts';

/** Which chats a scenario is for: all that is named must be equal. Without anything it is for every chat. */
export interface ScenarioMatch {
  readonly queue?: string | undefined;
  /** The guest's. */
  readonly displayName?: string | undefined;
  readonly customField?: Readonly<Record<string, string>> | undefined;
}

/** One thing that the agent does, or waits for. */
export type Step =
  | { readonly kind: 'alert' | 'accept' | 'decline' | 'transfer'; readonly displayName?: string | undefined }
  | { readonly kind: 'type' | 'hold' | 'leave' | 'end' }
  | { readonly kind: 'say'; readonly text: string; readonly bodyType?: 'standard' | 'notice' | undefined }
  | { readonly kind: 'mediaRequest'; readonly types?: readonly MediaType[] | undefined }
  | { readonly kind: 'wait'; readonly ms: number }
  | GuestWait;

/** Waits until the guest has said so many messages that fit; those that do not fit are passed over. */
export interface GuestWait {
  readonly kind: 'waitFor';
  /** The whole message. */
  readonly text?: string | undefined;
  /** Found anywhere in the message. */
  readonly matches?: RegExp | undefined;
  readonly count: number;
}

/** What the agent of one kind of chat does. */
export interface Scenario {
  /** How messages call it: its number and its name. */
  readonly title: string;
  readonly match: ScenarioMatch;
  readonly steps: readonly Step[];
  /** The index of the step that follows the last one; undefined: none does. */
  readonly repeatFrom: number | undefined;
}

/** The scenarios in order; the first that fits plays. */
export interface Script {
  readonly scenarios: readonly Scenario[];
}

/** Whether a scenario is for a chat that came to be like this. */
export function fits({ match }: Scenario, { queue, guest }: ConversationOrigin): boolean {
  const fields = Object.entries(match.customField ?? {});
  return (
    (match.queue === undefined || match.queue === queue) &&
    (match.displayName === undefined || match.displayName === guest.displayName) &&
    fields.every(([name, value]) => guest.customFields?.[name] === value)
  );
}
