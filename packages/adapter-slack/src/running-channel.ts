import type { AdapterContext, ChannelReply, ChannelRequest } from '@trunkline/core';
import { applyOptions } from './applied-options.ts';
import { createApp } from './bolt/create-app.ts';
import type { Inbound } from './events/inbound.ts';
import { createRead } from './events/read.ts';
import { asList, type SlackOptions } from './options.ts';
import { People } from './people/people.ts';
import { answerEvent } from './receiver/http-events.ts';
import { problem } from './receiver/problem.ts';
import { SlackReceiver } from './receiver/slack-receiver.ts';
import { SocketPool } from './receiver/socket-pool.ts';
import { openSingleWorkspace } from './workspace/single-workspace.ts';
import type { Workspaces } from './workspace/workspace.ts';

/** A channel between its start and its stop. Brings Slack's packages with it, so it is loaded only when one starts. */
export interface RunningChannel {
  readonly workspaces: Workspaces;
  readonly inbound: Inbound;
  handle(request: ChannelRequest): Promise<ChannelReply>;
  stop(): Promise<void>;
}

/** Rejects if the channel cannot work now; nothing runs then. */
export async function startChannel(options: SlackOptions, context: AdapterContext): Promise<RunningChannel> {
  const workspaces = await openSingleWorkspace({ botToken: options.botToken ?? '', apiUrl: options.apiUrl }, context);
  const people = new People({ context, clientOf: (team) => workspaces.clientOf(team) });
  const read = createRead({ people, attachments: () => [] });
  const inbound: Inbound = { context, options: applyOptions(options), workspaces, people, read };
  const receiver = new SlackReceiver();
  createApp({ receiver, inbound, apiUrl: options.apiUrl });
  const sockets =
    options.mode === 'socket'
      ? new SocketPool({ appToken: options.appToken ?? '', apiUrl: options.apiUrl, receiver, context })
      : null;
  await sockets?.start();
  const secrets = asList(options.signingSecret);
  return {
    workspaces,
    inbound,
    async handle(request) {
      const [path = ''] = request.url.split('?');
      if (path === '/events' && sockets === null)
        return request.method === 'POST'
          ? await answerEvent(request, { receiver, secrets, context })
          : problem(405, 'Slack posts here');
      return problem(404, 'There is nothing here');
    },
    async stop() {
      await sockets?.stop();
      await receiver.stop();
    },
  };
}
