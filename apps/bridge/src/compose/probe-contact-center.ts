import { randomUUID } from 'node:crypto';
import { type ContactCenter, conversationId, type OpenOutcome, type Routing, TrunklineError } from '@trunkline/core';
import { remedyOf } from '../observability/remedies.ts';
import { type ContactCenterParts, createContactCenter, memberAuthTokenOf } from './contact-center.ts';
import type { MemberAuthToken } from './member-auth-token/member-auth-token.ts';
import type { PlannedContactCenter } from './plan.ts';
import { type WayThere, wayThere } from './probe-findings.ts';

/** What `check --online` found out about one contact centre and one routing. Holds no token. */
export interface Probe extends WayThere {
  readonly ok: boolean;
  /** Null: the deployment does not ask who its customers are. */
  readonly token: 'given' | 'failed' | null;
  readonly create: 'accepted' | 'refused' | 'not asked';
  readonly code: string | null;
  readonly why: string | null;
  readonly remedy: string | null;
  readonly tookMs: number;
}

const DEADLINE_MS = 30_000;

/** Opens a chat that nobody attaches to: such a chat never reaches an agent. */
export async function probeContactCenter(
  planned: PlannedContactCenter,
  routing: Routing,
  parts: ContactCenterParts,
): Promise<Probe> {
  const token = watchedToken(memberAuthTokenOf(planned, parts));
  const contactCenter = createContactCenter(planned, parts, token.ask);
  const { clock } = parts;
  const began = clock.monotonic();
  const deadline = new AbortController();
  const timer = clock.setTimeout(() => deadline.abort(), DEADLINE_MS);
  try {
    await contactCenter.start({ receive: async () => undefined });
    const outcome = await openOne(contactCenter, routing, deadline.signal);
    const tookMs = Math.round(clock.monotonic() - began);
    const code = outcome.outcome === 'opened' ? null : outcome.failure.code;
    const way = wayThere(code, planned.apiUrl);
    return {
      ...way,
      ok: code === null,
      token: token.state(),
      create: code === null ? 'accepted' : way.api === 'reached' ? 'refused' : 'not asked',
      code,
      why: token.why() ?? (outcome.outcome === 'opened' ? null : outcome.failure.human),
      remedy: code === null ? null : remedyOf(code),
      tookMs,
    };
  } finally {
    timer.cancel();
    await contactCenter.stop();
  }
}

async function openOne(contactCenter: ContactCenter, routing: Routing, signal: AbortSignal): Promise<OpenOutcome> {
  const id = conversationId(`check-${randomUUID()}`);
  const customer = { displayName: 'Trunkline check' };
  try {
    return await contactCenter.open({ conversationId: id, customer, routing }, signal);
  } catch (error) {
    const code = error instanceof TrunklineError ? error.code : 'engine.port-threw';
    const human = error instanceof TrunklineError ? error.message : 'the transport threw';
    return { outcome: 'rejected', failure: { code, scope: 'route', retryable: false, human } };
  }
}

interface WatchedToken {
  readonly ask: MemberAuthToken | null;
  state(): Probe['token'];
  why(): string | null;
}

/** The transport says of a missing token only that it is missing. */
function watchedToken(ask: MemberAuthToken | null): WatchedToken {
  let state: Probe['token'] = null;
  let why: string | null = null;
  if (ask === null) return { ask, state: () => state, why: () => why };
  return {
    state: () => state,
    why: () => why,
    async ask(request, signal) {
      try {
        const token = await ask(request, signal);
        state = 'given';
        return token;
      } catch (error) {
        state = 'failed';
        why = error instanceof TrunklineError ? error.message : null;
        throw error;
      }
    },
  };
}
