import type { Outage } from '../../outage.ts';
import { ApiError } from '../api-error.ts';

/** How the cloud is away: connections break, it says so itself, something in between says so, or nothing is said. */
export type OutageKind = 'reset' | 'unavailable' | 'gateway' | 'hang';

/** The whole cloud is away: neither calls nor handshakes get through. Sockets that are open stay open. */
export type CloudOutage = Outage<OutageKind>;

/** Breaks or holds the connection, or gives the error to answer with; undefined: the connection is dealt with. */
export function strikeCloud(outage: CloudOutage, socket: Parameters<CloudOutage['strike']>[0]): ApiError | undefined {
  if (outage.strike(socket)) return undefined;
  return new ApiError('service.unavailable', { bareBody: outage.kind === 'gateway' });
}
