/**
 * Whether the event stream's address, which the other side names, may be dialled: always encrypted, unless the
 * operator chose an unencrypted API.
 */
export function mayDial(address: string, apiUrl: URL): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, hash } = new URL(address);
  if (hash !== '') return false;
  return protocol === 'wss:' || (protocol === 'ws:' && apiUrl.protocol === 'http:');
}
