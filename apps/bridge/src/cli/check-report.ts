import type { AdapterFinding } from './check-adapters.ts';
import type { ProbeItem } from './check-online.ts';
import { printable, table } from './table.ts';

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

/** What the adapters have found, the worst first within a channel; nothing if there is nothing. */
export function findingsText(findings: readonly AdapterFinding[]): readonly string[] {
  if (findings.length === 0) return [];
  const order: readonly AdapterFinding['severity'][] = ['problem', 'warning', 'ok'];
  const sorted = findings.toSorted(
    (one, other) =>
      one.channel.localeCompare(other.channel) || order.indexOf(one.severity) - order.indexOf(other.severity),
  );
  return [
    table(
      ['CHANNEL', 'FINDING', 'ABOUT', 'WHAT'],
      sorted.map(({ channel, severity, about, text }) => [channel, severity, about, text]),
    ),
  ];
}

function createText({ create, code }: ProbeItem): string {
  if (create === 'accepted') return 'accepted: the deployment and the queue take chats';
  return code === null ? create : `${create}: ${code}`;
}
