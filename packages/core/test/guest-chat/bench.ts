import type { AgentEvent, ContactCenter, Logger, OpenRequest, Session } from '@trunkline/core';
import { conversationId } from '@trunkline/core';
import { createGuestChat, type GuestChatKnobs, type GuestChatOptions } from '@trunkline/core/guest-chat';
import { ManualClock } from '@trunkline/core/testing';
import { type GenesysOptions, type GenesysSandbox, startGenesys } from '@trunkline/sandbox';
import { onTestFinished } from 'vitest';
import { waitUntil } from '../../src/testing/contact-center-suite-wait.ts';

export const silentLogger: Logger = { debug() {}, info() {}, warn() {}, error() {} };
export const signal: AbortSignal = new AbortController().signal;

export const request: OpenRequest = {
  conversationId: conversationId('c_1'),
  customer: { displayName: 'Ann' },
  routing: { queue: 'Support' },
};

/** A started transport with a still clock, beside a played Genesys that runs on the same clock. */
export interface Bench {
  readonly genesys: GenesysSandbox;
  readonly clock: ManualClock;
  readonly center: ContactCenter;
  /** What the sink was told but `activated`, which may also come with the outcome of `resume`. */
  readonly events: readonly AgentEvent[];
  readonly logged: readonly string[];
  /** A transport of its own at the same Genesys, whose API may be somewhere else. */
  another(apiUrl?: string): Promise<Pick<Bench, 'center' | 'events' | 'activations'>>;
  /** How often the sink was told `activated`. */
  activations(): number;
  until(isSo: () => boolean): Promise<void>;
  opened(): Promise<Session>;
  /** Opened, resumed and activated; the queue, which is a member too, has been asked after. */
  attached(): Promise<Session>;
  count(type: AgentEvent['type']): number;
  send(session: Session, text: string): ReturnType<ContactCenter['send']>;
  /** The REST calls from now on whose method and path fit, as they are answered. */
  calls(fits: RegExp): readonly string[];
}

export interface BenchOptions {
  readonly genesys?: GenesysOptions;
  readonly knobs?: Partial<GuestChatKnobs>;
  readonly memberAuthToken?: GuestChatOptions['memberAuthToken'];
  /** Instead of the played Genesys's own address. */
  readonly apiUrl?: string;
}

export async function startBench(options: BenchOptions = {}): Promise<Bench> {
  const clock = new ManualClock();
  const logged: string[] = [];
  const genesys = await startGenesys({
    agent: 'desk',
    rateLimitPerMinute: 0,
    clock: played(clock),
    ...options.genesys,
  });
  onTestFinished(() => genesys.close());
  const another = async (apiUrl: string = options.apiUrl ?? genesys.url) => {
    const events: AgentEvent[] = [];
    let activated = 0;
    const center = createGuestChat({
      organizationId: 'org',
      deploymentId: 'deployment',
      apiUrl,
      clock,
      logger: recordingLogger(logged),
      ...(options.knobs && { knobs: options.knobs }),
      ...(options.memberAuthToken && { memberAuthToken: options.memberAuthToken }),
    });
    await center.start({
      receive: async (_sessionId, event) => {
        if (event.type === 'activated') activated += 1;
        else events.push(event);
      },
    });
    onTestFinished(() => center.stop());
    return { center, events, activations: () => activated };
  };
  const { center, events, activations } = await another();
  const until = (isSo: () => boolean) => waitUntil('what the test expects', isSo);
  const opened = async () => {
    const outcome = await center.open(request, signal);
    if (outcome.outcome !== 'opened') throw new Error(`not opened: ${JSON.stringify(outcome)}`);
    return outcome.session;
  };
  const count = (type: AgentEvent['type']) => events.filter((event) => event.type === type).length;
  const attached = async () => {
    const session = await opened();
    let asked = false;
    const unwatch = genesys.control.watch(({ method, path }) => {
      asked ||= method === 'GET' && path?.includes(`${session.id}/members/`) === true;
    });
    const outcome = await center.resume(session, signal);
    if (outcome.outcome !== 'attached') throw new Error(`not attached: ${JSON.stringify(outcome)}`);
    if (!outcome.activated) await until(() => activations() > 0);
    await until(() => asked);
    unwatch();
    return session;
  };
  const send = (session: Session, text: string) => center.send(session, { kind: 'standard', text }, signal);
  const calls = (fits: RegExp) => {
    const seen: string[] = [];
    genesys.control.watch(({ kind, method, path }) => {
      if (kind === 'rest' && fits.test(`${method} ${path}`)) seen.push(`${method} ${path}`);
    });
    return seen;
  };
  return { genesys, clock, center, events, activations, logged, another, until, opened, attached, count, send, calls };
}

function recordingLogger(lines: string[]): Logger {
  const log = (facts: object, message: string) => void lines.push(`${JSON.stringify(facts)} ${message}`);
  return { debug: log, info: log, warn: log, error: log };
}

/** The same clock in the sandbox's words. */
export function played(clock: ManualClock): NonNullable<GenesysOptions['clock']> {
  return {
    now: () => clock.now(),
    setTimeout: (run, delayMs) => clock.setTimeout(run, delayMs),
    clearTimeout: (handle) => (handle as { cancel(): void }).cancel(),
  };
}
