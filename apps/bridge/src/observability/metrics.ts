import type { ChannelHealth, Trace, TraceEvent } from '@trunkline/core';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** One answered request. `channel` is empty for what is not below a configured channel. */
export interface AnsweredRequest {
  readonly channel: string;
  readonly status: number;
}

export interface Metrics {
  readonly trace: Trace;
  readonly contentType: string;
  requestAnswered(request: AnsweredRequest): void;
  /** An adapter did what it should not; `kind` says what. */
  readonly adapterFault: (channel: string, kind: string) => void;
  render(): Promise<string>;
}

export interface MetricsOptions {
  /** Of the Node process. Default true. */
  readonly processMetrics?: boolean;
  /** Asked at each rendering. Default: none. */
  readonly channels?: () => readonly ChannelHealth[];
  /** Asked at each rendering; null: not known now. */
  readonly unaccounted?: () => Promise<number | null>;
}

/** Counts into a registry of its own, so that several bridges in one process do not mix. */
export function createMetrics(options: MetricsOptions = {}): Metrics {
  const registry = new Registry();
  if (options.processMetrics ?? true) collectDefaultMetrics({ register: registry });
  const requests = new Counter({
    name: 'trunkline_http_requests_total',
    help: 'Requests answered.',
    labelNames: ['channel', 'status'] as const,
    registers: [registry],
  });
  const faults = new Counter({
    name: 'trunkline_adapter_faults_total',
    help: 'What adapters let go wrong: start, start-slow, threw, leaked.',
    labelNames: ['channel', 'kind'] as const,
    registers: [registry],
  });
  addChannelGauges(registry, options.channels ?? (() => []));
  if (options.unaccounted !== undefined) addUnaccounted(registry, options.unaccounted);
  return {
    trace: createTraceMetrics(registry),
    contentType: registry.contentType,
    requestAnswered: ({ channel, status }) => requests.inc({ channel, status: String(status) }),
    adapterFault: (channel, kind) => faults.inc({ channel, kind }),
    render: () => registry.metrics(),
  };
}

function addUnaccounted(registry: Registry, unaccounted: () => Promise<number | null>): void {
  new Gauge({
    name: 'trunkline_unaccounted_messages',
    help: 'Messages accepted since the start that have neither a delivery that ended nor one that somebody looks after. 0, or a defect.',
    registers: [registry],
    async collect() {
      this.set((await unaccounted()) ?? Number.NaN);
    },
  });
}

function addChannelGauges(registry: Registry, channels: () => readonly ChannelHealth[]): void {
  new Gauge({
    name: 'trunkline_channel_started',
    help: '1 while the channel’s adapter has started, 0 while it has not, failed or stopped.',
    labelNames: ['channel'] as const,
    registers: [registry],
    collect() {
      for (const { channel, state } of channels()) this.set({ channel }, state === 'started' ? 1 : 0);
    },
  });
  new Gauge({
    name: 'trunkline_channel_healthy',
    help: '1 while the channel works fully, 0 while its adapter says what is wrong, or has not started.',
    labelNames: ['channel'] as const,
    registers: [registry],
    collect() {
      for (const { channel, state, error } of channels())
        this.set({ channel }, state === 'started' && error === null ? 1 : 0);
    },
  });
}

function createTraceMetrics(registry: Registry): Trace {
  const perDirection = { labelNames: ['channel', 'direction'] as const, registers: [registry] };
  const recorded = new Counter({
    name: 'trunkline_messages_recorded_total',
    help: 'Messages made durable, by where they go.',
    ...perDirection,
  });
  const late = new Counter({
    name: 'trunkline_messages_late_total',
    help: 'Messages that came after something newer had been delivered.',
    ...perDirection,
  });
  const duplicates = new Counter({
    name: 'trunkline_messages_duplicate_total',
    help: 'Messages that had been recorded before.',
    ...perDirection,
  });
  const settled = new Counter({
    name: 'trunkline_deliveries_settled_total',
    help: 'Deliveries that reached their final state.',
    labelNames: ['channel', 'direction', 'state'] as const,
    registers: [registry],
  });
  const took = new Histogram({
    name: 'trunkline_delivery_seconds',
    help: 'From the commit that created a delivery to the one that settled it.',
    buckets: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15, 60, 300, 3_600, 14_400],
    ...perDirection,
  });
  const receipts = new Counter({
    name: 'trunkline_receipts_total',
    help: 'What the medium told later of what had been sent.',
    labelNames: ['channel', 'state'] as const,
    registers: [registry],
  });
  const outages = new Counter({
    name: 'trunkline_outages_told_total',
    help: 'Customers who wrote while the contact centre could not be reached, once for each outage.',
    labelNames: ['channel'] as const,
    registers: [registry],
  });
  const paused = new Gauge({
    name: 'trunkline_routes_paused',
    help: '1 while a route takes nothing and is probed.',
    labelNames: ['channel', 'route'],
    registers: [registry],
  });
  const counted = new Counter({
    name: 'trunkline_channel_events_total',
    help: 'What a channel’s adapter counts of its own.',
    labelNames: ['channel', 'what'] as const,
    registers: [registry],
  });
  const shed = new Counter({
    name: 'trunkline_requests_shed_total',
    help: 'Requests that were answered 503 because the process did not keep up.',
    labelNames: ['channel'] as const,
    registers: [registry],
  });
  const sessions = createSessionGauge(registry);

  return (event) => {
    sessions(event);
    const { channel } = event;
    switch (event.step) {
      case 'channel.counted':
        counted.inc({ channel, what: event.what }, event.by);
        break;
      case 'request.shed':
        shed.inc({ channel });
        break;
      case 'message.recorded':
        recorded.inc({ channel, direction: event.direction });
        if (event.late) late.inc({ channel, direction: event.direction });
        break;
      case 'message.duplicate':
        duplicates.inc({ channel, direction: event.direction });
        break;
      case 'delivery.settled':
        settled.inc({ channel, direction: event.direction, state: event.state });
        took.observe({ channel, direction: event.direction }, event.tookMs / 1_000);
        break;
      case 'outage.told':
        outages.inc({ channel });
        break;
      case 'delivery.receipt':
        receipts.inc({ channel, state: event.state });
        break;
      case 'route.paused':
      case 'route.open':
        paused.set({ channel, route: event.route }, event.step === 'route.paused' ? 1 : 0);
        break;
    }
  };
}

/** A session may attach twice or be lost twice, so conversations are kept, not counted. */
function createSessionGauge(registry: Registry): (event: TraceEvent) => void {
  const attached = new Map<string, Set<string>>();
  const gauge = new Gauge({
    name: 'trunkline_sessions_attached',
    help: 'Conversations whose contact centre session is attached.',
    labelNames: ['channel'] as const,
    registers: [registry],
  });
  return (event) => {
    const conversations = attached.get(event.channel) ?? new Set<string>();
    if (event.step === 'session.attached') conversations.add(event.conversationId);
    else if (event.step === 'session.lost' || event.step === 'conversation.ended')
      conversations.delete(event.conversationId);
    else return;
    attached.set(event.channel, conversations);
    gauge.set({ channel: event.channel }, conversations.size);
  };
}
