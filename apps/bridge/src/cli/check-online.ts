import type { Logger } from '@trunkline/core';
import type { BridgePlan, PlannedChannel } from '../compose/plan.ts';
import { type Probe, probeContactCenter } from '../compose/probe-contact-center.ts';
import type { CliIo } from './io.ts';
import { withProgress } from './progress.ts';

/** One probe, and the channels whose conversations would go that way. */
export interface ProbeItem extends Probe {
  readonly contactCenter: string;
  readonly region: string | null;
  readonly apiUrl: string;
  readonly queue: string;
  readonly channels: readonly string[];
}

const silent: Logger = { debug() {}, info() {}, warn() {}, error() {} };

/** Asks each contact centre whether it takes chats, once for each routing in use. */
export async function probeAll(plan: BridgePlan, io: CliIo): Promise<readonly ProbeItem[]> {
  const ways = new Map<string, readonly PlannedChannel[]>();
  for (const channel of plan.channels) {
    const key = JSON.stringify([channel.transport, channel.routing]);
    ways.set(key, [...(ways.get(key) ?? []), channel]);
  }
  const probes = await Promise.all([...ways.values()].map((channels) => probeOne(plan, channels, io)));
  return probes.flat();
}

async function probeOne(
  plan: BridgePlan,
  channels: readonly PlannedChannel[],
  io: CliIo,
): Promise<readonly ProbeItem[]> {
  const [first] = channels;
  const planned = plan.contactCenters.find(({ name }) => name === first?.transport);
  if (first === undefined || planned === undefined) return [];
  const { queue } = first.routing;
  const parts = { folder: plan.folder, environment: io.environment, clock: io.clock, logger: silent };
  const probe = await withProgress(io, `asking ${planned.apiUrl} for a chat with queue ${queue}`, () =>
    probeContactCenter(planned, first.routing, parts),
  );
  const { region, apiUrl } = planned.settings;
  return [
    {
      contactCenter: planned.name,
      region: apiUrl === undefined ? (region ?? null) : null,
      apiUrl: planned.apiUrl,
      queue,
      channels: channels.map(({ name }) => name),
      ...probe,
    },
  ];
}
