import { WebClient, type WebClientOptions } from '@slack/web-api';
import { type Address, address, type Delivery, type DeliveryBody, type OutboundDelivery } from '@trunkline/core';
import { FakeAdapterContext, messageDelivery } from '@trunkline/core/testing';
import {
  type SlackOptions,
  type SlackSandbox,
  type SlackTraceEvent,
  slackDefaults,
  startSlack,
} from '@trunkline/sandbox';
import { createOutgoing, type Outgoing, type OutgoingParts } from '../src/outgoing/outgoing.ts';
import { defaultTexts } from '../src/texts.ts';

export const TEAM = 'T0SANDBOX1';
/** The app is in it. */
export const HELPDESK = 'C0HELPDSK1';
/** The app is not in it. */
export const RANDOM = 'C0RANDOM01';
export const ALEX = 'U0ALEX0001';

/** The outgoing half before a played Slack, with the vendor's own client between them. */
export interface SlackWorld {
  readonly slack: SlackSandbox;
  readonly outgoing: Outgoing;
  readonly context: FakeAdapterContext;
  readonly client: WebClient;
  /** The calls that were let in, in order. */
  calls(): readonly string[];
  /** The messages of a channel as Alex sees them, or of one thread. */
  seen(channel: string, threadTs?: string): ReturnType<SlackSandbox['control']['messages']>;
  /** A message of Alex in the helpdesk, and the address of its thread. */
  thread(): { readonly ts: string; readonly address: Address };
}

export interface WorldOptions {
  readonly slack?: SlackOptions;
  readonly parts?: Partial<OutgoingParts>;
  readonly client?: WebClientOptions;
}

/** Runs a test in a world of its own and takes it down again. */
export async function inSlack(options: WorldOptions, run: (world: SlackWorld) => Promise<void>): Promise<void> {
  const slack = await startSlack({ postsPerSecond: 0, ...options.slack });
  const calls: string[] = [];
  slack.control.watch(({ kind, type }: SlackTraceEvent) => kind === 'api' && calls.push(type));
  const context = new FakeAdapterContext();
  const client = slackClient(slack.apiUrl, options.client);
  const outgoing = createOutgoing({
    clientOf: async (team) => (team === TEAM ? client : null),
    clock: context.clock,
    logger: context.logger,
    bridgeId: 'bridge-1',
    texts: defaultTexts,
    topicOf: async () => null,
    ...options.parts,
  });
  const seen: SlackWorld['seen'] = (channel, threadTs) => slack.control.messages({ user: ALEX, channel, threadTs });
  const thread = () => {
    const { ts } = slack.control.people.say({ user: ALEX, channel: HELPDESK, text: 'my laptop is broken' });
    return { ts, address: address(`${TEAM}/${HELPDESK}/${ts}`) };
  };
  try {
    await run({ slack, outgoing, context, client, calls: () => [...calls], seen, thread });
  } finally {
    await slack.close();
  }
}

export function slackClient(slackApiUrl: string, options: WebClientOptions = {}): WebClient {
  const quiet = { debug() {}, info() {}, warn() {}, error() {}, setLevel() {}, getLevel: () => 'error', setName() {} };
  return new WebClient(slackDefaults.botToken, {
    slackApiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: 5_000,
    allowAbsoluteUrls: false,
    logger: quiet as never,
    ...options,
  });
}

export interface OutboundChanges {
  readonly body?: Partial<DeliveryBody> & Pick<DeliveryBody, 'kind'>;
  readonly delivery?: Partial<Delivery>;
  readonly adapterState?: OutboundDelivery['adapterState'];
}

const SAID_AT = Date.UTC(2026, 0, 1);

/** A delivery of any kind; a message of Ada unless a body is given. */
export function outbound(to: Address, { body, delivery, adapterState = null }: OutboundChanges = {}): OutboundDelivery {
  const sample = messageDelivery(to, 'hello from Ada', { createdAt: Date.now(), ...delivery });
  const rest = { agentName: null, text: null, at: SAID_AT, reason: null };
  const own =
    body === undefined
      ? sample.delivery.body
      : body.kind === 'message'
        ? { ...sample.delivery.body, ...body }
        : { ...rest, ...body };
  return { ...sample, adapterState, delivery: { ...sample.delivery, body: own as DeliveryBody } };
}

export const never: AbortSignal = new AbortController().signal;
