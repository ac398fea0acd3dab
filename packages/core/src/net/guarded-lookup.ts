import type { LookupFunction } from 'node:net';
import { TrunklineError } from '../domain/errors.ts';
import { isInternalHost } from './internal-host.ts';

/** An address that somebody outside supplied leads into our own network: nothing was asked there. */
export class InternalAddressError extends TrunklineError {
  constructor() {
    super('address.internal', 'the address leads to an internal host and was not asked');
  }
}

/** Looks names up for a connection, and fails with InternalAddressError where one leads inside, unless it is trusted. */
export function guardedLookup(lookup: LookupFunction, trusted: Pick<ReadonlySet<string>, 'has'>): LookupFunction {
  return (hostname, options, callback) => {
    if (trusted.has(hostname)) return lookup(hostname, options, callback);
    lookup(hostname, { ...options, all: true }, (error, found) => {
      if (error !== null) return callback(error, '', 0);
      const addresses = typeof found === 'string' ? [{ address: found, family: 0 }] : found;
      const [first] = addresses;
      if (first === undefined || addresses.some(({ address }) => isInternalHost(address)))
        return callback(new InternalAddressError(), '', 0);
      if (options.all === true) callback(null, addresses);
      else callback(null, first.address, first.family);
    });
  };
}
