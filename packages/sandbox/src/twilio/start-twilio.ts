import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import type { Clock } from '../clock.ts';
import { systemClock } from '../clock.ts';
import type { ApiKey } from './account.ts';
import { sandboxAccount } from './account.ts';
import { TwilioCloud } from './cloud.ts';
import { mountTwilioControl } from './control/control-api.ts';
import { TwilioControl } from './control/twilio-control.ts';
import type { TwilioFault } from './faults/fault-rule.ts';
import type { TwilioKnobs } from './knobs.ts';
import { defaultTwilioKnobs } from './knobs.ts';
import type { NumberConfig } from './number.ts';
import { createNumber } from './number.ts';
import { createTwilioApp } from './rest/http-app.ts';
import { createStorageApp } from './rest/storage.ts';
import type { ServiceConfig } from './service.ts';
import { checkPools, createService } from './service.ts';
import type { TwilioTraceListener } from './trace.ts';

/** How to start a sandbox; each knob may be given by its name. */
export interface TwilioOptions extends Partial<TwilioKnobs> {
  /** 0, the default, takes a free one. */
  readonly port?: number;
  /** Where media are redirected to; 0, the default, takes a free one. */
  readonly storagePort?: number;
  /** 127.0.0.1 by default. */
  readonly host?: string;
  readonly clock?: Clock;
  /** From 0 to below 1; Math.random by default. */
  readonly random?: () => number;
  /** {@link sandboxAccount}'s by default, as is all that follows. */
  readonly accountSid?: string;
  readonly authToken?: string;
  readonly apiKeys?: readonly ApiKey[];
  readonly numbers?: readonly NumberConfig[];
  /** Messaging services; none by default. */
  readonly services?: readonly ServiceConfig[];
  /** To be played from the start. */
  readonly faults?: readonly TwilioFault[];
  /** Sees everything that happens, as {@link TwilioControl.watch} does. */
  readonly logger?: TwilioTraceListener;
}

/** A running sandbox. */
export interface TwilioSandbox {
  /** http://host:port: the base of all of a client's domains. */
  readonly url: string;
  readonly port: number;
  /** Where media really are: another origin. */
  readonly storageUrl: string;
  readonly accountSid: string;
  readonly authToken: string;
  readonly control: TwilioControl;
  /** Breaks every connection and leaves no timer behind. */
  close(): Promise<void>;
}

/**
 * Resolves once it listens; rejects with the system's error (EADDRINUSE, EACCES …) when it cannot, with a RangeError
 * when a messaging service has a number that the account has not. */
export async function startTwilio(options: TwilioOptions = {}): Promise<TwilioSandbox> {
  const {
    port = 0,
    storagePort = 0,
    host = '127.0.0.1',
    clock = systemClock,
    random = Math.random,
    accountSid = sandboxAccount.accountSid,
    authToken = sandboxAccount.authToken,
    apiKeys = [sandboxAccount.apiKey],
    numbers = [{ phoneNumber: sandboxAccount.number }],
    services = [],
    faults = [],
    logger,
    ...knobs
  } = options;
  const cloud = new TwilioCloud({
    knobs: { ...defaultTwilioKnobs, ...knobs },
    clock,
    random,
    account: { sid: accountSid, authToken, secondaryAuthToken: undefined, apiKeys },
    numbers: numbers.map((number) => createNumber(number, clock.now())),
    services: services.map((service) => createService(service, clock.now())),
  });
  checkPools(numbers, services);
  if (logger) cloud.trace.subscribe(logger);
  const control = new TwilioControl(cloud);
  for (const fault of faults) control.addFault(fault);
  const app = createTwilioApp(cloud);
  mountTwilioControl(app, control);
  const storage = createStorageApp(cloud);
  const close = async () => {
    cloud.stop();
    await Promise.all([app.close(), storage.close()]);
  };
  try {
    const api = await listen(app, { port, host });
    cloud.urls = { api: api.url, storage: (await listen(storage, { port: storagePort, host })).url };
    return { ...api, storageUrl: cloud.urls.storage, accountSid, authToken, control, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function listen(
  app: FastifyInstance,
  { port, host }: { readonly port: number; readonly host: string },
): Promise<{ readonly url: string; readonly port: number }> {
  await app.listen({ port, host });
  const { port: bound } = app.server.address() as AddressInfo;
  return { url: `http://${host.includes(':') ? `[${host}]` : host}:${bound}`, port: bound };
}
