import type {
  AdapterContext,
  ChannelReply,
  ChannelRequest,
  InboundMessage,
  Missed,
  OutboundDelivery,
} from '@trunkline/core';
import { applyOptions } from './applied-options.ts';
import { createApp } from './bolt/create-app.ts';
import { bridgeId } from './bridge-id.ts';
import { ChannelIds } from './events/channel-ids.ts';
import type { Inbound } from './events/inbound.ts';
import { createRead } from './events/read.ts';
import { Roots } from './events/root-kind.ts';
import { keepTalks } from './events/talks.ts';
import { createFiles } from './files.ts';
import { healthParts } from './health.ts';
import { openInstalled } from './install/open-installed.ts';
import { Looks } from './missed/looks.ts';
import type { SlackOptions } from './options.ts';
import { createOutgoing, type Outgoing } from './outgoing/outgoing.ts';
import { textsWith } from './own-texts.ts';
import { People } from './people/people.ts';
import { Background } from './receiver/background.ts';
import { Lanes } from './receiver/lanes.ts';
import { SlackReceiver } from './receiver/slack-receiver.ts';
import { SocketPool } from './receiver/socket-pool.ts';
import { createRoutes } from './routes.ts';
import { topicOf } from './topic-of.ts';
import { orNull } from './workspace/or-null.ts';
import { openSingleWorkspace } from './workspace/single-workspace.ts';

/** A channel between its start and its stop. Brings Slack's packages with it, so it is loaded only when one starts. */
export interface RunningChannel extends Omit<Outgoing, 'rate'> {
  handle(request: ChannelRequest): Promise<ChannelReply>;
  findReceived(missed: Missed, signal: AbortSignal): AsyncIterable<InboundMessage>;
  stop(): Promise<void>;
}

/** Rejects if the channel cannot work now; nothing runs then. */
export async function startChannel(options: SlackOptions, context: AdapterContext): Promise<RunningChannel> {
  const { apiUrl, oauth } = options;
  const installed = oauth === undefined ? null : await openInstalled(oauth, apiUrl, context);
  const health = healthParts(context);
  const single = { botToken: options.botToken ?? '', apiUrl, reportHealth: health() };
  const workspaces = installed?.workspaces ?? (await openSingleWorkspace(single, context));
  const texts = textsWith(options.slackTexts);
  const people = new People({ context, clientOf: workspaces.clientOf });
  const files = createFiles(options, workspaces, context);
  const channels = new ChannelIds(context);
  await channels.load();
  const stopping = new AbortController();
  const inbound: Inbound = {
    context,
    options: applyOptions(options),
    workspaces,
    people,
    read: createRead({ people, attachments: files.attachments }),
    texts,
    channels,
    roots: new Roots({ workspaces, context }),
    lanes: new Lanes(),
    background: new Background(),
    signal: stopping.signal,
  };
  const receiver = new SlackReceiver();
  createApp({ receiver, inbound, apiUrl });
  const outgoing = createOutgoing({
    clientOf: (team) => orNull(workspaces.clientOf(team)),
    clock: context.clock,
    logger: context.logger,
    bridgeId: await bridgeId(context),
    texts,
    topicOf: (place) => topicOf(context, place),
  });
  const looks = new Looks(inbound);
  const sockets =
    options.mode === 'socket'
      ? new SocketPool({
          appToken: options.appToken ?? '',
          apiUrl,
          receiver,
          context,
          reportHealth: health(),
          onReturn: () => {
            looks.startOver();
            context.lookForMissed();
          },
        })
      : null;
  await sockets?.start();
  const present = (outbound: OutboundDelivery) => ({ ...outbound, address: channels.present(outbound.address) });
  return {
    handle: createRoutes({ options, receiver, context, installed, files }),
    async deliver(outbound, signal) {
      const outcome = await outgoing.deliver(present(outbound), signal);
      await keepTalks(context, outbound, outcome);
      return outcome;
    },
    findSent: (outbound, signal) => outgoing.findSent(present(outbound), signal),
    findReceived: (missed, signal) => looks.find(missed, signal),
    async stop() {
      await sockets?.stop();
      await receiver.stop();
      stopping.abort();
      await inbound.background.settled();
      await files.close();
    },
  };
}
