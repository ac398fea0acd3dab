import { lookup as lookUp } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { guardedLookup, InternalAddressError } from '../../net/guarded-lookup.ts';
import { isInternalHost } from '../../net/internal-host.ts';

/**
 * How the name of an event stream is looked up as it is dialled: one that leads into our own network is not, unless the
 * operator's API is there, too, by its name or by where that leads. Undefined: as the system does.
 */
export function streamLookup(apiUrl: URL, lookup: LookupFunction = lookUp): LookupFunction | undefined {
  const { hostname: api } = apiUrl;
  if (isInternalHost(api)) return undefined;
  const none: ReadonlySet<string> = new Set();
  const guarded = guardedLookup(lookup, none);
  return (hostname, options, callback) =>
    guarded(hostname, options, (error, ...found) => {
      if (!(error instanceof InternalAddressError)) return callback(error, ...found);
      guarded(api, {}, (ofApi) => {
        if (ofApi instanceof InternalAddressError) lookup(hostname, options, callback);
        else callback(error, ...found);
      });
    });
}
