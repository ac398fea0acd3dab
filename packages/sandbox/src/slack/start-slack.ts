import type { AddressInfo } from 'node:net';
import type { Clock } from '../clock.ts';
import { systemClock } from '../clock.ts';
import { SlackControl } from './control/slack-control.ts';
import { mountSlackControlApi } from './control/slack-control-api.ts';
import { Dispatcher } from './delivery/dispatcher.ts';
import { SocketHub } from './delivery/socket-hub.ts';
import { SocketServer } from './delivery/socket-server.ts';
import type { SlackFaultRule } from './faults/slack-fault.ts';
import { createSlackHttpApp } from './http-app.ts';
import { mountResponseUrls } from './interaction/response-route.ts';
import type { SlackKnobs } from './knobs.ts';
import { defaultSlackKnobs } from './knobs.ts';
import { mountAuthorizePage } from './oauth/authorize-page.ts';
import type { ShortcutPlan, SlackApp } from './slack-app.ts';
import { defaultBotEvents, defaultScopes, defaultShortcuts } from './slack-app.ts';
import { SlackCloud } from './slack-cloud.ts';
import type { SlackTraceListener } from './trace.ts';
import { mountFileRoutes } from './web-api/file-routes.ts';
import { mountWebApi } from './web-api/web-api.ts';
import { defaultTeams } from './workspace/default-teams.ts';
import { makeTeam } from './workspace/make-team.ts';
import type { TeamPlan } from './workspace/team-plan.ts';

/** What stands in the app's settings at Slack. Published: they protect nothing. */
export const slackDefaults: Readonly<{
  botToken: string;
  appToken: string;
  signingSecret: string;
  clientId: string;
  clientSecret: string;
}> = {
  botToken: 'xoxb-sandbox-bot-token',
  appToken: 'xapp-sandbox-app-token',
  signingSecret: 'sandbox-signing-secret',
  clientId: '100000000001.100000000002',
  clientSecret: 'sandbox-client-secret',
};

/** How to start a sandbox; each knob may be given by its name. */
export interface SlackOptions extends Partial<SlackKnobs> {
  /** 0, the default, takes a free one. */
  readonly port?: number;
  /** 127.0.0.1 by default. */
  readonly host?: string;
  readonly clock?: Clock;
  /** Of the first workspace, unless `teams` says otherwise. */
  readonly botToken?: string;
  readonly appToken?: string;
  readonly signingSecret?: string;
  readonly clientId?: string;
  readonly clientSecret?: string;
  /** The app's request URL; with it `mode` is `http` unless given. */
  readonly eventsUrl?: string;
  readonly mode?: 'socket' | 'http';
  /** Name of the app and its bot. */
  readonly appName?: string;
  /** What the app asks for and the token of the first workspace has. */
  readonly scopes?: readonly string[];
  /** What it is subscribed to. */
  readonly botEvents?: readonly string[];
  readonly shortcuts?: readonly ShortcutPlan[];
  /** Names in the text of commands are `<@U…|name>`; so by default. */
  readonly escapeCommands?: boolean;
  /** The workspaces; two by default, the app in the first. */
  readonly teams?: readonly TeamPlan[];
  /** To be played from the start. */
  readonly faults?: readonly SlackFaultRule[];
  /** Sees everything that happens, as {@link SlackControl.watch} does. */
  readonly logger?: SlackTraceListener;
}

/** A running sandbox. */
export interface SlackSandbox {
  /** http://host:port. */
  readonly url: string;
  /** What a client takes for `slackApiUrl`. */
  readonly apiUrl: string;
  readonly port: number;
  readonly control: SlackControl;
  /** Breaks every connection and leaves no timer behind. */
  close(): Promise<void>;
}

/** Resolves once it listens; rejects with the system's error (EADDRINUSE, EACCES …) when it cannot. */
export async function startSlack(options: SlackOptions = {}): Promise<SlackSandbox> {
  const { port = 0, host = '127.0.0.1', clock = systemClock, faults = [], logger } = options;
  const plans = options.teams ?? defaultTeams(options.botToken ?? slackDefaults.botToken);
  const cloud = new SlackCloud({ knobs: knobsOf(options), clock, app: appOf(options) });
  const hub = new SocketHub(cloud);
  cloud.dispatcher = new Dispatcher(cloud, hub);
  if (logger) cloud.trace.subscribe(logger);
  for (const plan of plans) makeTeam(cloud, plan);
  const control = new SlackControl({ cloud, hub, plans });
  for (const fault of faults) control.addFault(fault);
  const app = createSlackHttpApp(cloud.outage);
  mountWebApi(app, cloud, hub);
  mountFileRoutes(app, cloud);
  mountResponseUrls(app, cloud);
  mountAuthorizePage(app, cloud);
  mountSlackControlApi(app, control);
  const sockets = new SocketServer(hub, app.server);
  await app.listen({ port, host });
  const { port: boundPort } = app.server.address() as AddressInfo;
  cloud.baseUrl = `http://${host.includes(':') ? `[${host}]` : host}:${boundPort}`;
  return {
    url: cloud.baseUrl,
    apiUrl: `${cloud.baseUrl}/api/`,
    port: boundPort,
    control,
    async close() {
      cloud.timers.close();
      cloud.outage.end();
      sockets.close();
      await app.close();
    },
  };
}

function appOf(options: SlackOptions): SlackApp {
  return {
    id: 'A0SANDBOX1',
    name: options.appName ?? 'Trunkline',
    clientId: options.clientId ?? slackDefaults.clientId,
    clientSecret: options.clientSecret ?? slackDefaults.clientSecret,
    signingSecret: options.signingSecret ?? slackDefaults.signingSecret,
    verificationToken: 'sandbox-verification-token',
    appToken: options.appToken ?? slackDefaults.appToken,
    scopes: options.scopes ?? defaultScopes,
    botEvents: options.botEvents ?? defaultBotEvents,
    shortcuts: options.shortcuts ?? defaultShortcuts,
    escapeCommands: options.escapeCommands ?? true,
    mode: options.mode ?? (options.eventsUrl === undefined ? 'socket' : 'http'),
    eventsUrl: options.eventsUrl,
    socketModeOff: false,
  };
}

function knobsOf(options: SlackOptions): SlackKnobs {
  const given = Object.entries(options).filter(([name]) => Object.hasOwn(defaultSlackKnobs, name));
  return { ...defaultSlackKnobs, ...Object.fromEntries(given) };
}
