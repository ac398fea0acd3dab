import type { ContactCenter } from '../contracts/contact-center.ts';
import { type Address, type CustomerId, channelName } from '../domain/ids.ts';
import { AdapterHost, problem } from './adapter-host.ts';
import { Admission } from './admission.ts';
import { AgentInbox } from './agent-inbox.ts';
import { Channel } from './channel.ts';
import { createAdapterContext, receive, receiveEnd } from './customer-inbox.ts';
import type { CustomerLoop } from './customer-loop.ts';
import { withDeadline } from './deadline.ts';
import type { Engine, EngineOptions } from './engine-options.ts';
import { Lifeline } from './lifeline.ts';
import { MissedMessages } from './missed-messages.ts';
import { processInbox } from './operator-inbox.ts';
import { Outbox } from './outbox.ts';
import { Registry } from './registry.ts';
import { Retention } from './retention.ts';
import { TimelineFeed } from './timeline-feed.ts';
import type { Trace } from './trace.ts';

const RESTORE_PAGE = 500;
/** An adapter that takes longer to start does not keep the others waiting; it joins when it is ready. */
const ADAPTER_START_MS = 10_000;

/** Puts the parts together. Nothing runs before `start`. */
export function createEngine(options: EngineOptions): Engine {
  const { store, clock, logger } = options;
  const contactCenters = new Map(options.contactCenters.map((one): [string, ContactCenter] => [one.transport, one]));
  const feed = new TimelineFeed();
  const agentInboxes = new Map<string, AgentInbox>();
  const lifeline = new Lifeline({ store, clock, logger });
  const trace: Trace = (event) => {
    if (event.step === 'session.attached') lifeline.attached();
    options.trace?.(event);
  };
  const admission = new Admission({
    clock,
    logger,
    onShed: (channel) => trace({ step: 'request.shed', channel }),
    ...(options.utilization === undefined ? {} : { utilization: options.utilization }),
  });
  const channels = new Map(
    options.channels.map((setup) => [setup.name, new Channel({ setup, contactCenters, clock, trace })]),
  );
  const hosts = new Map(
    [...channels.values()].map((channel) => [channel.name, new AdapterHost(channel, { clock, logger, admission })]),
  );
  const outbox: Outbox = new Outbox({
    contactCenters,
    store,
    clock,
    logger,
    registry: () => registry,
    onSent: (tookMs) => admission.noteSend(tookMs),
  });
  const registry: Registry = new Registry({
    store,
    clock,
    logger,
    feed,
    trace,
    aliveAt: () => lifeline.aliveAt(),
    perform: (loop, effect) => outbox.perform(loop, effect),
    onStepped: (loop) => mergeHeld(loop),
  });
  const missed = new Map(
    [...channels.values()].map((channel) => [
      channel.name,
      new MissedMessages({
        channel,
        store,
        clock,
        logger,
        receive: (message) => receive({ channel, registry, clock, trace, admission }, message),
        receiveEnd: ({ address, ending }) => receiveEnd({ channel, registry }, address, ending),
        open: () => openAddresses(channel),
      }),
    ]),
  );
  const retention = new Retention({ store, registry, channels: [...channels.values()], clock, logger });
  let restored = false;
  let stopWork: () => void = () => {};

  function mergeHeld(loop: CustomerLoop): void {
    for (const inbox of agentInboxes.values()) if (inbox.holds(loop)) void inbox.merge(loop).catch(() => {});
  }

  function openAddresses(channel: Channel): readonly Address[] {
    return [...registry.loops]
      .filter((loop) => loop.channel === channel && loop.state.kept.conversation !== null)
      .map(({ address }) => address);
  }

  async function startAdapter(channel: Channel): Promise<void> {
    const { name } = channel;
    const host = hosts.get(name);
    const absent = missed.get(name);
    if (host === undefined || absent === undefined) return;
    const publicUrl = options.publicUrl === undefined ? null : `${options.publicUrl}/channels/${name}`;
    const parts = { channel, registry, store, feed, contactCenters, publicUrl, clock, logger, trace, admission };
    const reportHealth = (problem: string | null) => host.noteProblem(problem);
    await host.start(createAdapterContext({ ...parts, missed: absent, reportHealth }), () => {
      // Which customers are there is known only then.
      if (restored) absent.start();
    });
  }

  async function restoreAll(): Promise<void> {
    let after: CustomerId | null = null;
    for (;;) {
      const page = await store.active({ after, limit: RESTORE_PAGE });
      for (const record of page) {
        const channel = channels.get(record.customer.channel);
        if (channel === undefined)
          logger.warn(
            { event: 'customer.no-channel', customerId: record.customer.id, channel: record.customer.channel },
            'an unfinished customer belongs to a channel that is not configured; it waits until the channel is back',
          );
        else registry.restore(channel, record).takeUp();
      }
      after = page.at(-1)?.customer.id ?? null;
      if (after === null) return;
    }
  }

  return {
    async start() {
      for (const contactCenter of contactCenters.values()) {
        const { transport } = contactCenter;
        const inbox = new AgentInbox({
          transport,
          registry,
          feed,
          clock,
          logger,
          onDuplicate: (loop) =>
            trace({
              step: 'message.duplicate',
              direction: 'toCustomer',
              channel: loop.channel.name,
              customerId: loop.customer.id,
            }),
          release: (sessionId) => contactCenter.release(sessionId),
        });
        agentInboxes.set(transport, inbox);
        await contactCenter.start(inbox);
      }
      await lifeline.start();
      await withDeadline(clock, ADAPTER_START_MS, async () => {
        await Promise.all([...channels.values()].map(startAdapter));
      });
      await restoreAll();
      lifeline.tookUp();
      restored = true;
      for (const channel of channels.values()) if (channel.started) missed.get(channel.name)?.start();
      const work = { store, registry, channels, logger };
      await processInbox(work);
      stopWork = store.onWork(() => processInbox(work));
      retention.start();
    },

    async handle(name, request) {
      const host = hosts.get(channelName(name));
      return host === undefined
        ? problem(404, { title: 'No such channel', detail: `there is no channel of the name ${name}` })
        : await host.handle(request);
    },

    health: () => [...hosts.values()].map((host) => host.health),

    async stop(timeoutMs) {
      stopWork();
      lifeline.stop();
      retention.stop();
      for (const one of missed.values()) one.stop();
      admission.stop();
      for (const channel of channels.values()) channel.drain();
      await withDeadline(clock, timeoutMs, async () => {
        await outbox.settled();
        await Promise.all([...registry.loops].map((loop) => loop.run(async () => {}).catch(() => {})));
        await Promise.all([...hosts.values()].map((host) => host.stop()));
      });
      for (const channel of channels.values()) channel.close();
      for (const loop of [...registry.loops]) loop.close();
      await withDeadline(clock, timeoutMs, async () => {
        await Promise.all([...contactCenters.values()].map((contactCenter) => contactCenter.stop()));
      });
    },
  };
}
