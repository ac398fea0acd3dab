import { channelName, conversationId, customerId, deliveryId, messageId, type TraceEvent } from '@trunkline/core';
import { describe, expect, it } from 'vitest';
import { createMetrics, type Metrics } from './metrics.ts';

const of = {
  channel: channelName('web'),
  customerId: customerId('c1'),
  conversationId: conversationId('k1'),
} as const;
const delivery = { ...of, deliveryId: deliveryId('d1'), direction: 'toCustomer', attempt: 1 } as const;

async function after(...events: readonly TraceEvent[]): Promise<string> {
  const metrics: Metrics = createMetrics({ processMetrics: false });
  for (const event of events) metrics.trace(event);
  return metrics.render();
}

describe('metrics', () => {
  it('count by channel what was turned away', async () => {
    const shed = { step: 'request.shed', channel: of.channel } as const;
    expect(await after(shed, shed)).toContain('trunkline_requests_shed_total{channel="web"} 2');
  });

  it('count recorded, late and duplicate messages by channel and direction', async () => {
    const message = { ...of, step: 'message.recorded', direction: 'toAgent', messageId: messageId('m1') } as const;
    const text = await after(
      { ...message, late: false },
      { ...message, late: true },
      { step: 'message.duplicate', direction: 'toAgent', channel: of.channel, customerId: of.customerId },
    );
    expect(text).toContain('trunkline_messages_recorded_total{channel="web",direction="toAgent"} 2');
    expect(text).toContain('trunkline_messages_late_total{channel="web",direction="toAgent"} 1');
    expect(text).toContain('trunkline_messages_duplicate_total{channel="web",direction="toAgent"} 1');
  });

  it('count settled deliveries by state and how many seconds they took', async () => {
    const settled = { ...delivery, step: 'delivery.settled', code: null, repeated: false } as const;
    const text = await after(
      { ...settled, state: 'sent', tookMs: 200 },
      { ...settled, state: 'failed', tookMs: 2_000 },
    );
    expect(text).toContain('trunkline_deliveries_settled_total{channel="web",direction="toCustomer",state="sent"} 1');
    expect(text).toContain('trunkline_deliveries_settled_total{channel="web",direction="toCustomer",state="failed"} 1');
    expect(text).toContain('trunkline_delivery_seconds_bucket{le="0.25",channel="web",direction="toCustomer"} 1');
    expect(text).toContain('trunkline_delivery_seconds_sum{channel="web",direction="toCustomer"} 2.2');
  });

  it('show how many sessions are attached, each once', async () => {
    const other = { ...of, conversationId: conversationId('k2') };
    const events: TraceEvent[] = [
      { ...of, step: 'session.attached' },
      { ...of, step: 'session.attached' },
      { ...other, step: 'session.attached' },
    ];
    expect(await after(...events)).toContain('trunkline_sessions_attached{channel="web"} 2');
    events.push({ ...of, step: 'session.lost', reason: 'closed' }, { ...of, step: 'session.lost', reason: 'closed' });
    expect(await after(...events)).toContain('trunkline_sessions_attached{channel="web"} 1');
    events.push({ ...other, step: 'conversation.ended', reason: 'agent left' });
    expect(await after(...events)).toContain('trunkline_sessions_attached{channel="web"} 0');
  });

  it('show which routes are paused', async () => {
    const paused: TraceEvent = { step: 'route.paused', route: 'toAgent', code: 'x', channel: of.channel };
    expect(await after(paused)).toContain('trunkline_routes_paused{channel="web",route="toAgent"} 1');
    const open: TraceEvent = { ...paused, step: 'route.open' };
    expect(await after(paused, open)).toContain('trunkline_routes_paused{channel="web",route="toAgent"} 0');
  });

  it('count what adapters let go wrong, and show which of them have started', async () => {
    const metrics = createMetrics({
      processMetrics: false,
      channels: () => [
        { channel: channelName('web'), state: 'started', error: null },
        { channel: channelName('sms'), state: 'failed', error: 'x' },
        { channel: channelName('desk'), state: 'started', error: 'no connection to the medium' },
      ],
    });
    metrics.adapterFault('sms', 'start');
    metrics.adapterFault('sms', 'start');
    const text = await metrics.render();
    expect(text).toContain('trunkline_adapter_faults_total{channel="sms",kind="start"} 2');
    expect(text).toContain('trunkline_channel_started{channel="web"} 1');
    expect(text).toContain('trunkline_channel_started{channel="sms"} 0');
    expect(text).toContain('trunkline_channel_started{channel="desk"} 1');
    expect(text).toContain('trunkline_channel_healthy{channel="web"} 1');
    expect(text).toContain('trunkline_channel_healthy{channel="sms"} 0');
    expect(text).toContain('trunkline_channel_healthy{channel="desk"} 0');
  });

  it('are kept apart from those of another bridge, and tell of the process', async () => {
    const [one, other] = [createMetrics(), createMetrics({ processMetrics: false })];
    one.requestAnswered({ channel: 'web', status: 202 });
    expect(await one.render()).toContain('process_cpu_seconds_total');
    expect(await other.render()).not.toContain('status="202"');
  });
});
