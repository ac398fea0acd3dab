import type { AddressInfo } from 'node:net';
import { TrunklineError } from '@trunkline/core';
import type { FastifyInstance } from 'fastify';
import type { AddressConfig } from '../config/config.ts';

/**
 * Connections that may wait to be taken in; the system may allow fewer. Of more than Node's usual 511 at the same moment
 * the rest would hear nothing for seconds, where they can be told to come again.
 */
const BACKLOG = 4_096;

/** The block of the config that an address comes from. */
export type ListenSetting = 'server' | 'admin';

/** Takes the port; resolves to the base URL. Rejects with a TrunklineError that says what to change. */
export async function listen(app: FastifyInstance, at: AddressConfig, setting: ListenSetting): Promise<string> {
  try {
    await app.listen({ host: at.host, port: at.port, backlog: BACKLOG });
  } catch (cause) {
    throw listenError(cause, at, setting);
  }
  const { port } = app.server.address() as AddressInfo;
  return `http://${at.host.includes(':') ? `[${at.host}]` : at.host}:${port}`;
}

function listenError(cause: unknown, { host, port }: AddressConfig, setting: ListenSetting): TrunklineError {
  const { code = 'unknown' } = cause as NodeJS.ErrnoException;
  switch (code) {
    case 'EADDRINUSE':
      return new TrunklineError(
        'host.port-in-use',
        `port ${port} on ${host} is in use: stop the other process or set ${setting}.port`,
        { cause },
      );
    case 'EACCES':
      return new TrunklineError(
        'host.port-forbidden',
        `port ${port} on ${host} needs privileges that this process lacks: set ${setting}.port`,
        { cause },
      );
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return new TrunklineError('host.no-such-address', `this machine has no address ${host}: set ${setting}.host`, {
        cause,
      });
    default:
      return new TrunklineError('host.cannot-listen', `cannot listen on ${host} port ${port} (${code})`, { cause });
  }
}
