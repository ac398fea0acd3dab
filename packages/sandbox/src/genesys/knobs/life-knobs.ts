import { z } from 'zod';
import { milliseconds } from '../../milliseconds.ts';

/** How a chat comes to life, who comes and goes, and how it ends. */
export interface LifeKnobs {
  /** How long the first attach takes to activate the conversation. Real clients wait 0 to 3 s (§6, pitfall 2). */
  activationDelayMs: number;
  /** How much later than the own CONNECTED frame the guest may really speak: the frame tells too early. */
  activeAfterConnectedMs: number;
  /** How long the echo agent lets it ring: ALERTING → CONNECTED. */
  acceptDelayMs: number;
  /** How many characters of a message the echo agent repeats; then it says how many there were. 0 for all. */
  echoLimit: number;
  /** How long a conversation that nobody ever attached to lives; 0 for ever (§8: not known). */
  unattachedTtlMs: number;
  /** How long the guest survives without any socket (§3.5). */
  graceMs: number;
  /** Guest silence that ends a chat while an agent is CONNECTED; 0 never (§3.5). */
  idleMs: number;
  /** Whether the guest's typing counts against the idle rule (§3.5: in doubt). */
  typingResetsIdle: boolean;
  /** Whether the silence is counted from the agent's coming, if that is later than the guest's last message. */
  idleStartsWithAgent: boolean;
  /** When a chat is over, the agent's DISCONNECTED comes before the guest's own. */
  agentLeavesFirst: boolean;
  /** How much later than the agent's the guest's own DISCONNECTED comes; until then the chat looks transferred. */
  ownDisconnectLagMs: number;
  /** A WORKFLOW member greets with this before the queue; empty for a deployment without a flow. */
  workflowGreeting: string;
  /** Whether the ACD member leaves when an agent answers (§3.4.4: inferred). */
  queueLeaves: boolean;
  /** Whether an offer that nobody answered is DISCONNECTED on the stream (§3.4.3: inferred). */
  missedOfferTold: boolean;
  /** How long a media request stays PENDING before it is TIMEDOUT; 0 for ever. */
  mediaRequestTimeoutMs: number;
}

export const defaultLifeKnobs: Readonly<LifeKnobs> = {
  activationDelayMs: 0,
  activeAfterConnectedMs: 0,
  acceptDelayMs: 0,
  echoLimit: 0,
  unattachedTtlMs: 0,
  graceMs: 120_000,
  idleMs: 900_000,
  typingResetsIdle: false,
  idleStartsWithAgent: true,
  agentLeavesFirst: false,
  ownDisconnectLagMs: 0,
  workflowGreeting: '',
  queueLeaves: true,
  missedOfferTold: true,
  mediaRequestTimeoutMs: 60_000,
};

export const lifeKnobShapes: { readonly [K in keyof LifeKnobs]: z.ZodType<LifeKnobs[K]> } = {
  activationDelayMs: milliseconds,
  activeAfterConnectedMs: milliseconds,
  acceptDelayMs: milliseconds,
  echoLimit: z.int().nonnegative(),
  unattachedTtlMs: milliseconds,
  graceMs: milliseconds,
  idleMs: milliseconds,
  typingResetsIdle: z.boolean(),
  idleStartsWithAgent: z.boolean(),
  agentLeavesFirst: z.boolean(),
  ownDisconnectLagMs: milliseconds,
  workflowGreeting: z.string(),
  queueLeaves: z.boolean(),
  missedOfferTold: z.boolean(),
  mediaRequestTimeoutMs: milliseconds,
};
