import { isInternalHost } from '../../net/internal-host.ts';

/**
 * Whether the event stream's address, which the other side names, may be dialled: always encrypted, unless the
 * operator chose an unencrypted API; and never into our own network, unless the operator's API is there, too.
 */
export function mayDial(address: string, apiUrl: URL): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, hash, hostname } = new URL(address);
  if (hash !== '') return false;
  if (isInternalHost(hostname) && !isInternalHost(apiUrl.hostname)) return false;
  return protocol === 'wss:' || (protocol === 'ws:' && apiUrl.protocol === 'http:');
}
