import {
  type ContactCenter,
  conversationId,
  type Explanation,
  type InboundMessage,
  type JsonValue,
  type Logger,
  maskCardNumbers,
  type Routing,
} from '@trunkline/core';
import { createContactCenter } from '../compose/contact-center.ts';
import type { BridgePlan, PlannedChannel } from '../compose/plan.ts';
import { planBridge } from '../compose/plan-bridge.ts';
import { asItself } from './check-adapters.ts';
import { CommandError } from './command-error.ts';
import type { CliIo } from './io.ts';
import type { ConfigOption } from './options.ts';
import { withProgress } from './progress.ts';
import { json, localTime, printable } from './table.ts';

export interface ExplainOptions extends ConfigOption {
  readonly channel: string;
  readonly from: string;
  readonly to?: string;
  readonly body: string;
  /** Epoch milliseconds. */
  readonly at?: number;
  readonly json?: true;
}

/** What would become of one message. */
interface Explained extends Explanation {
  /** The channel's, as far as the message has none of its own; null: no chat would be opened. */
  readonly routing: Routing | null;
  /** What the contact centre would get to open a chat. */
  readonly payload: JsonValue;
}

const silent: Logger = { debug() {}, info() {}, warn() {}, error() {} };

/** Says what would become of a message; records and sends nothing, asks nobody. */
export async function explainMessage(options: ExplainOptions, io: CliIo): Promise<void> {
  const plan = await withProgress(io, 'loading what the config names', () =>
    planBridge({ file: options.config, cwd: io.cwd }, io.environment, io.wiring),
  );
  const channel = channelOf(plan, options.channel);
  const { adapter } = channel;
  if (adapter.explain === undefined)
    throw new CommandError(
      `the adapter ${channel.adapterName} of ${channel.name} cannot explain: every message goes where the channel’s routing says, queue ${channel.routing.queue}`,
    );
  const { from, to, body: text, at = io.clock.now() } = options;
  const inquiry = { from, text, at, ...(to === undefined ? {} : { to }) };
  const explanation = await asItself(channel, () => adapter.explain?.(inquiry));
  if (explanation === undefined) throw new CommandError(`the adapter of ${channel.name} explained nothing`);
  const explained = await withPayload(explanation, channel, { plan, io });
  io.stdout.write(`${options.json === true ? json(explained) : asText(explained)}\n`);
}

/** The channel of this name; a CommandError that names the others if there is none. */
function channelOf({ channels }: BridgePlan, name: string): PlannedChannel {
  const found = channels.find((channel) => channel.name === name);
  if (found !== undefined) return found;
  throw new CommandError(
    `there is no channel ${printable(name)}; the config has ${channels.map((one) => one.name).join(', ')}`,
  );
}

interface Around {
  readonly plan: BridgePlan;
  readonly io: CliIo;
}

async function withPayload(
  explanation: Explanation,
  channel: PlannedChannel,
  { plan, io }: Around,
): Promise<Explained> {
  const { message: given } = explanation;
  const planned = plan.contactCenters.find(({ name }) => name === channel.transport);
  if (given === null || planned === undefined) return { ...explanation, routing: null, payload: null };
  const message = channel.maskCardNumbers === true ? { ...given, text: maskCardNumbers(given.text) } : given;
  const routing = { ...channel.routing, ...message.routing };
  const parts = { folder: plan.folder, environment: io.environment, clock: io.clock, logger: silent };
  const contactCenter = createContactCenter(planned, parts);
  try {
    return { ...explanation, message, routing, payload: payloadOf(contactCenter, message, routing) };
  } finally {
    await contactCenter.stop();
  }
}

function payloadOf(contactCenter: ContactCenter, { profile }: InboundMessage, routing: Routing): JsonValue {
  const customer = { ...profile, displayName: profile?.name ?? 'Customer' };
  return contactCenter.preview?.({ conversationId: conversationId('c_explained'), customer, routing }) ?? null;
}

function asText({ rule, message, notes, routing, payload }: Explained): string {
  const said =
    message === null
      ? ['nothing would be taken in']
      : [
          `customer  ${printable(message.address)}`,
          `author    ${printable(message.author?.name ?? message.profile?.name ?? 'Customer')}`,
          `text      ${printable(message.text)}`,
          ...(message.attachments ?? []).map(({ name, url }) => `with      ${printable(name ?? url)}`),
          ...(message.sentAt === undefined ? [] : [`said      ${localTime(message.sentAt)}`]),
        ];
  const way =
    routing === null
      ? []
      : [
          '',
          `queue     ${printable(routing.queue)}`,
          ...Object.entries(routing)
            .filter(([key, value]) => key !== 'queue' && value !== undefined)
            .map(([key, value]) => `${key.padEnd(8)}  ${printable(String(value))}`),
          '',
          'A new chat would be opened with',
          json(payload),
          'and the text would follow as its first message. In an open chat it goes into that one.',
        ];
  return [
    `rule      ${printable(rule)}`,
    ...said,
    ...way,
    ...(notes.length === 0 ? [] : ['', ...notes.map((note) => `- ${printable(note)}`)]),
  ].join('\n');
}
