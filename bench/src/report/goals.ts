import type { Result } from './result.ts';

export interface Goal {
  readonly what: string;
  readonly goal: string;
  /** Null: not measured. */
  readonly value: number | null;
  readonly met: boolean | null;
}

type Facts = Pick<Result, 'ratio' | 'rssPerConversationKB' | 'recoveryS' | 'growth'> & {
  /** The most that took part in the growth. */
  readonly customers: number;
  /** That came back after the kill. */
  readonly conversations: number;
};

/** What the durable bridge wants to reach; the floor is 1. */
export function goalsOf(facts: Facts): readonly Goal[] {
  const { ratio, rssPerConversationKB, recoveryS, growth, customers, conversations } = facts;
  return [
    atLeast('throughput at saturation', ratio.throughput, 0.95),
    atMost('CPU of a round trip', ratio.cpuPerRoundTrip, 1.15),
    atMost('p99 at half load', ratio.p99HalfLoad, 1.2),
    atMost('KB of RSS for an open conversation', rssPerConversationKB, 25),
    atMost(`seconds until ${conversations} conversations are back`, recoveryS, 10),
    atMost(`CPU of a round trip, ${customers} customers by 100`, growth, 1.15),
  ];
}

function atLeast(what: string, value: number | null, least: number): Goal {
  return { what, goal: `≥ ${least}`, value, met: value === null ? null : value >= least };
}

function atMost(what: string, value: number | null, most: number): Goal {
  return { what, goal: `≤ ${most}`, value, met: value === null ? null : value <= most };
}
