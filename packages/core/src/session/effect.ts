import type { OpenRequest } from '../contracts/contact-center.ts';
import type { Commit } from '../contracts/store.ts';
import type { Delivery } from '../domain/delivery.ts';
import type { Failure, Route } from '../domain/failure.ts';
import type { ConversationId } from '../domain/ids.ts';
import type { TraceEvent } from '../engine/trace.ts';

/** What a step writes; the engine adds whose step it is. */
export type Writes = Required<
  Pick<Commit, 'seen' | 'conversations' | 'messages' | 'enqueue' | 'change' | 'claim' | 'timeline' | 'aliases'>
> &
  Pick<Commit, 'carryOver' | 'forget'>;

/** What is to be done once the step is committed. The result of each comes back as an event. */
export type Effect =
  | { readonly type: 'open'; readonly request: OpenRequest }
  | { readonly type: 'resume' }
  /** Detach from a session that is over or left. */
  | { readonly type: 'release'; readonly transport: string; readonly sessionId: string }
  | { readonly type: 'catchUp'; readonly id: number; readonly cursor: string | null }
  | { readonly type: 'leave' }
  /** Read what was said in a conversation and those before it, for the preface of the present one. */
  | { readonly type: 'readPreface'; readonly of: ConversationId; readonly unansweredFrom: number | null }
  /** Give the contact centre a sign of life in the customer's place. */
  | { readonly type: 'keepAlive' }
  | { readonly type: 'send' | 'deliver' | 'findSent'; readonly delivery: Delivery }
  /** Sending to this customer is to wait for its turn. */
  | { readonly type: 'askTurn' }
  /** The route does not work: nobody uses it until a probe has got through. */
  | { readonly type: 'pauseRoute'; readonly route: Route; readonly failure: Failure }
  | { readonly type: 'routeWorks'; readonly route: Route }
  /** This customer waits for a paused route. */
  | { readonly type: 'blocked'; readonly route: Route };

export interface Step<State> {
  readonly state: State;
  readonly writes: Writes;
  readonly effects: readonly Effect[];
  readonly traces: readonly SessionTrace[];
}

type Without<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

/** A trace event without whose it is. */
export type SessionTrace = Without<
  Exclude<TraceEvent, { step: 'route.paused' | 'route.open' | 'channel.counted' | 'request.shed' }>,
  'channel' | 'customerId'
>;
