import type { TextFit, TextLimit } from '../contracts/abilities.ts';
import type { ContactCenterLimits, Routing } from '../contracts/contact-center.ts';
import type { Direction } from '../domain/delivery.ts';
import type { Route } from '../domain/failure.ts';
import type { ChannelName } from '../domain/ids.ts';
import type { OnSilence } from '../domain/silence.ts';
import type { SystemTexts } from '../domain/system-texts.ts';

/** Everything a step may depend on besides the state: the channel's settings and what the ports declare. */
export interface Policy {
  readonly channel: ChannelName;
  readonly transport: string;
  readonly routing: Routing;
  /** Of the transport of the running session, or of the one above if none runs. */
  readonly contactCenter: ContactCenterLimits;
  readonly adapter: AdapterPolicy;
  /** Milliseconds; null: never. */
  readonly maxAgeMs: Readonly<Record<Direction, number | null>>;
  readonly paused: Readonly<Record<Route, boolean>>;
  /** The bridge is stopping: nothing new is begun. */
  readonly draining: boolean;
  readonly texts: SystemTexts;
  readonly onSilence: OnSilence;
  readonly noAgent: { readonly afterMs: number; readonly leave: boolean } | null;
}

interface AdapterPolicy {
  readonly presence: 'structured' | 'text';
  readonly text: TextLimit | TextFit | null;
  readonly deliverTimeoutMs: number;
  readonly retryScheduleMs: readonly number[];
  /** Whether an unknown delivery can be asked after. */
  readonly findsSent: boolean;
  /** Whether a customer who waits for an agent is told so by a status of its own. */
  readonly waiting: boolean;
  /** Whether sending waits for its turn. */
  readonly rated: boolean;
  /** Whether what was sent awaits a receipt. */
  readonly receipts: boolean;
  /** Shown to the agent when the channel knows no name. */
  readonly anonymousName: string;
}

/** Waits before the second, third … attempt towards the contact centre. */
export const CONTACT_CENTER_RETRY_MS: readonly number[] = [500, 1_000, 2_000, 5_000, 10_000, 30_000];
/** Waits before reattaching: quick at first, well inside guest chat's grace of two minutes. */
export const REATTACH_MS: readonly number[] = [200, 1_000, 2_000, 4_000, 8_000, 10_000];
/** Waits before another session when earlier ones took nothing. */
export const FUTILE_SESSION_MS: readonly number[] = [0, 2_000, 10_000, 60_000, 300_000];
/** Waits before a conversation that begins by itself, the more of them there were in a row the longer. */
export const CONTINUE_MS: readonly number[] = [0, 10_000, 60_000, 300_000];
/** So many conversations in a row may end without an agent ever coming before nobody tries on their own account. */
export const MAX_CONTINUED = 3;
/** The same for sessions that were lost: so long that only something that never works reaches it. */
export const MAX_INTERRUPTED = 12;
/** How long a message waits for a contact centre that cannot be reached before the customer is told. */
export const OUTAGE_AFTER_MS = 5_000;
/** A session is left this long before it takes nothing more, while its last words can still be read. */
export const EXPIRY_AHEAD_MS = 60_000;
/** The next conversation begins with what was said last if it comes within this. */
export const RESUMABLE_MS: number = 7 * 24 * 3_600_000;
/** How often a message is tried that the contact centre says is not active yet. */
export const ACTIVATION_RETRY_MS = 500;
/** A session that takes nothing this often in a row is over, whatever it says of itself. */
export const NOT_ACTIVE_TRIES = 5;
export const DEFAULT_DELIVER_TIMEOUT_MS = 15_000;
/** How long after its deadline a delivery to a customer may still land. */
export const DELIVER_LANDS_WITHIN_MS = 5_000;
/** How often a queue is looked through for what has become too old. */
export const EXPIRY_GRANULARITY_MS = 60_000;

/** Longer than this nobody is waited for, whatever is asked: a probe costs little, a day of silence much. */
const MAX_RETRY_AFTER_MS = 15 * 60_000;

/** The wait before the attempt after this one, as long as the other side asked for if that is longer. */
export function retryDelayMs(
  schedule: readonly number[],
  attempt: number,
  wish: { readonly retryAfterMs?: number | undefined; readonly jitter: number },
): number {
  const base = schedule[Math.min(attempt, schedule.length) - 1] ?? 0;
  return Math.max(Math.round(base * (1 + wish.jitter * 0.25)), Math.min(wish.retryAfterMs ?? 0, MAX_RETRY_AFTER_MS));
}
