import { BlockList, isIP } from 'node:net';

const internal = new BlockList();
const networks = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 3],
] as const;
for (const [network, prefix] of networks) {
  internal.addSubnet(network, prefix, 'ipv4');
  // The same, in the clothes of IPv6: mapped, and translated.
  internal.addSubnet(`::ffff:${network}`, 96 + prefix, 'ipv6');
  internal.addSubnet(`64:ff9b::${network}`, 96 + prefix, 'ipv6');
}
for (const [network, prefix] of [
  ['::', 96],
  // IPv4 in further clothes (translated, by a local prefix, 6to4, Teredo): nothing is reached by them alone.
  ['::ffff:0:0:0', 96],
  ['64:ff9b:1::', 48],
  ['2002::', 16],
  ['2001::', 32],
  // Swallows what it is sent.
  ['100::', 64],
  ['fc00::', 7],
  ['fe80::', 10],
  ['fec0::', 10],
  ['ff00::', 8],
] as const)
  internal.addSubnet(network, prefix, 'ipv6');

const internalName = /^[^.]*$|(^|\.)(localhost|localdomain|local|internal|home\.arpa)$/;

/**
 * Whether a host of a URL is one that the public internet does not have: a name of this machine or its network, or an
 * address that is loopback, link-local, private, unique-local, none for a single host, or of a kind that may wrap such
 * a one. Names are not looked up.
 */
export function isInternalHost(hostname: string): boolean {
  const host = hostname
    .toLowerCase()
    .replace(/^\[|\]$/g, '')
    .replace(/\.+$/, '');
  const family = isIP(host);
  if (family === 0) return internalName.test(host);
  return internal.check(host, family === 4 ? 'ipv4' : 'ipv6');
}
