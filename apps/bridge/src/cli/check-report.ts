import type { ProbeItem } from './check-online.ts';
import { printable } from './table.ts';

/** What was found, one line each, in the order in which a chat would meet it. */
export function probeText(probe: ProbeItem): string {
  const { contactCenter, queue, channels, apiUrl, region, api, tls, token, tookMs, why, remedy } = probe;
  const place = region === null ? apiUrl : `${apiUrl} (region ${region})`;
  const lines: readonly (readonly [string, string])[] = [
    ['api', `${place}: ${api}${api === 'reached' ? ` in ${tookMs} ms` : ''}`],
    ['tls', tls],
    ...(token === null ? [] : [['token', token] as const]),
    ['create', createText(probe)],
    ...(why === null ? [] : [['why', why] as const]),
    ...(remedy === null ? [] : [['remedy', remedy] as const]),
  ];
  return [
    `${contactCenter}, queue ${printable(queue)} (${channels.join(', ')})`,
    ...lines.map(([name, value]) => `  ${name.padEnd(6)}  ${printable(value)}`),
  ].join('\n');
}

function createText({ create, code }: ProbeItem): string {
  if (create === 'accepted') return 'accepted: the deployment and the queue take chats';
  return code === null ? create : `${create}: ${code}`;
}
