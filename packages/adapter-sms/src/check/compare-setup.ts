import type { Finding } from '@trunkline/core';
import { maskNumber } from '../numbers/mask-number.ts';
import type { Plan } from '../plan.ts';
import type { NumberSetup, WebhookSetup } from '../provider/provider.ts';

export interface Expectation {
  readonly plan: Plan;
  readonly publicUrl: string | null;
}

/** Connection overrides of Twilio's: without them a failed webhook is not tried again. */
const OVERRIDES = '#rc=3&rp=all';

/** What Twilio has for a number against what this channel needs, each difference by name. */
export function compareSetup(setup: NumberSetup, { plan, publicUrl }: Expectation): readonly Finding[] {
  const number = maskNumber(setup.number);
  const whose = setup.overridden ? `Messaging Service ${setup.service} (of ${number})` : number;
  if (!setup.owned)
    return [
      {
        severity: 'problem',
        about: number,
        text: 'The Twilio account has no such number. Correct `numbers`, or buy it.',
      },
    ];
  return [
    ...compareService(setup, plan),
    ...(publicUrl === null ? [] : compareInbound(setup.inbound, { publicUrl, whose })),
    ...(publicUrl === null ? [] : compareFallback(setup, { publicUrl, whose })),
  ];
}

interface Subject {
  readonly publicUrl: string;
  readonly whose: string;
}

function compareInbound(found: WebhookSetup, { publicUrl, whose }: Subject): readonly Finding[] {
  const about = `${whose} webhook`;
  const expected = `${publicUrl}/inbound`;
  const [address = '', overrides] = found.url.split('#');
  const wanted = `Set it to ${expected}${OVERRIDES}, HTTP POST.`;
  if (address === '')
    return [{ severity: 'problem', about, text: `Twilio has no address for messages that come in. ${wanted}` }];
  if (address.split('?')[0] !== expected)
    return [{ severity: 'problem', about, text: `Messages that come in go to ${withoutSecrets(address)}. ${wanted}` }];
  if (found.method.toUpperCase() !== 'POST')
    return [
      {
        severity: 'warning',
        about,
        text: `The method is ${found.method}, which writes messages into the logs of proxies. ${wanted}`,
      },
    ];
  if (!retries(overrides))
    return [
      {
        severity: 'warning',
        about,
        text: `Twilio does not try again after an error or a time-out: the address lacks ${OVERRIDES}. What is missed is found in the list a few minutes later.`,
      },
    ];
  return [{ severity: 'ok', about, text: `Messages that come in go to ${expected}, with retries.` }];
}

function compareFallback({ fallback, inbound }: NumberSetup, { publicUrl, whose }: Subject): readonly Finding[] {
  const about = `${whose} fallback`;
  if (fallback.url === '')
    return [
      {
        severity: 'warning',
        about,
        text: `There is no fallback URL. Set ${publicUrl}/inbound?fallback=1, or the same path of a second host, so that a failed webhook has another try.`,
      },
    ];
  if (withoutSecrets(fallback.url) === withoutSecrets(inbound.url))
    return [{ severity: 'ok', about, text: 'The fallback URL is this channel too.' }];
  return [{ severity: 'ok', about, text: `The fallback URL is ${withoutSecrets(fallback.url)}.` }];
}

function compareService({ number, service, overridden }: NumberSetup, plan: Plan): readonly Finding[] {
  const wanted = plan.account.messagingServiceSid;
  const about = `${maskNumber(number)} Messaging Service`;
  if (wanted !== undefined && service !== wanted)
    return [
      {
        severity: 'problem',
        about,
        text: `The number is ${service === null ? 'in no service' : `in ${service}`}, and the config sends by ${wanted}, which refuses it. Add it to the sender pool, or correct messagingServiceSid.`,
      },
    ];
  if (service !== null && overridden)
    return [
      { severity: 'ok', about, text: `The number is in ${service}, whose webhook counts instead of the number's own.` },
    ];
  return [];
}

/** `rp` names what is tried again; the default is a connection that cannot be made. */
function retries(overrides: string | undefined): boolean {
  const given = new URLSearchParams(overrides ?? '');
  const policy = (given.get('rp') ?? 'ct').split(',');
  return (
    Number(given.get('rc') ?? 1) > 0 && (policy.includes('all') || (policy.includes('5xx') && policy.includes('rt')))
  );
}

/** Neither is anybody's business who reads a finding. */
function withoutSecrets(url: string): string {
  return (url.split(/[?#]/)[0] ?? url).replace(/^(https?:\/\/)[^/]*@/i, '$1');
}
