import type { AddressInfo } from 'node:net';
import type { Clock } from '../clock.ts';
import { systemClock } from '../clock.ts';
import type { AgentScript } from './agent-script/agent-script.ts';
import { Cloud } from './cloud.ts';
import { mountControlApi } from './control/control-api.ts';
import { GenesysControl } from './control/genesys-control.ts';
import type { Deployment } from './deployment.ts';
import type { FaultRule } from './faults/fault-rule.ts';
import type { Knobs } from './knobs.ts';
import { defaultKnobs } from './knobs.ts';
import { mountGuestApi } from './rest/guest-api.ts';
import { createHttpApp } from './rest/http-app.ts';
import { EventStream } from './stream/event-stream.ts';
import type { TraceListener } from './trace.ts';

/** How to start a sandbox; each knob may be given by its name. */
export interface GenesysOptions extends Partial<Knobs> {
  /** 0, the default, takes a free one. */
  readonly port?: number;
  /** 127.0.0.1 by default. */
  readonly host?: string;
  readonly clock?: Clock;
  /** The deployments that exist; all do, with any queue, when absent. */
  readonly deployments?: readonly Deployment[];
  /** Plays the agent in the conversations that it fits; see the README. A ScriptError says what is wrong with it. */
  readonly script?: AgentScript;
  /** To be played from the start. */
  readonly faults?: readonly FaultRule[];
  /** Signs the tokens; a random one when absent, so that an earlier sandbox's tokens are foreign. */
  readonly jwtSecret?: string;
  /** Sees everything that happens, as {@link GenesysControl.watch} does. */
  readonly logger?: TraceListener;
}

/** A running sandbox. */
export interface GenesysSandbox {
  /** http://host:port: what a client takes for its API base. */
  readonly url: string;
  readonly port: number;
  readonly control: GenesysControl;
  /** Breaks every connection and leaves no timer behind. */
  close(): Promise<void>;
}

/** Resolves once it listens; rejects with the system's error (EADDRINUSE, EACCES …) when it cannot. */
export async function startGenesys(options: GenesysOptions = {}): Promise<GenesysSandbox> {
  const {
    port = 0,
    host = '127.0.0.1',
    clock = systemClock,
    deployments,
    script,
    faults = [],
    jwtSecret,
    logger,
    ...knobs
  } = options;
  const cloud = new Cloud({ knobs: { ...defaultKnobs, ...knobs }, clock, deployments, jwtSecret });
  if (logger) cloud.trace.subscribe(logger);
  const control = new GenesysControl(cloud);
  if (script) control.setScript(script);
  for (const fault of faults) control.addFault(fault);
  const app = createHttpApp(cloud);
  mountGuestApi(app, cloud);
  mountControlApi(app, control);
  const stream = new EventStream(cloud, app.server);
  await app.listen({ port, host });
  const { port: boundPort } = app.server.address() as AddressInfo;
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${boundPort}`,
    port: boundPort,
    control,
    async close() {
      cloud.timers.close();
      stream.close();
      await app.close();
    },
  };
}
