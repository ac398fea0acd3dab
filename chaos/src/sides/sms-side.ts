import type { Chance } from '@trunkline/bench/chance';
import { between, oneOf } from '../faults/fault.ts';
import { CloudSide } from './cloud-side.ts';
import { joinParts } from './join-parts.ts';
import type { Manners, Saying, Side, Surroundings, Trouble } from './side.ts';

interface PhoneMessage {
  readonly sid: string;
  readonly direction: 'out' | 'in';
  readonly body: string;
  readonly createdAt: string;
  readonly arrivedAt: string | null;
}

const OURS = '+12026660100';
const ACCOUNT_SID = `AC${'c'.repeat(32)}`;
const AUTH_TOKEN = 'a-token-for-the-chaos-only';
const RETRIES = '#rc=3&rp=all';
const SILENT =
  'texts: { waiting: null, joined: null, left: null, transferred: null, ended: null, outage: null, silence: null }';

/** Customers with phones, by way of a played Twilio. */
export class SmsSide extends CloudSide implements Side {
  readonly channel = 'sms';

  async open(around: Surroundings): Promise<void> {
    const inbound = `${around.bridgeUrl}/channels/sms/inbound${RETRIES}`;
    const account = ['--account-sid', ACCOUNT_SID, '--auth-token', AUTH_TOKEN, '--numbers', OURS];
    await this.begin('twilio', [...account, '--sms-url', inbound, '--callback-order', 'shuffled'], around);
  }

  config(): string {
    return `
    adapter: sms
    accountSid: ${ACCOUNT_SID}
    authToken: ${AUTH_TOKEN}
    apiUrl: ${this.cloud.url}
    splitting: { segmentsPerMessage: 24 }
    ${SILENT}`;
  }

  async say(_: string, saying: Saying, signal: AbortSignal): Promise<string> {
    signal.throwIfAborted();
    const path = `/phones/${encodeURIComponent(phoneOf(saying.customer))}/messages`;
    const { sid } = await this.cloud.control<PhoneMessage>('POST', path, { to: OURS, body: saying.text });
    await this.follow(`${OURS}:${phoneOf(saying.customer)} ${sid}`, saying);
    return sid;
  }

  /** The next text of this phone is posted twice. */
  async comeAgain(_: string, { customer }: Saying): Promise<string | null> {
    await this.cloud.control('POST', '/faults', {
      operation: 'inbound',
      effect: 'duplicate',
      phone: phoneOf(customer),
    });
    return null;
  }

  /** The name that agents see ends with four digits of the number, which tell customers apart. */
  customerOf(nameOrAddress: string): string | null {
    const [, number] = /^(?:\+1…|\+12026660100:\+1202555)(\d{4})$/.exec(nameOrAddress) ?? [];
    return number === undefined ? null : `customer-${Number(number)}`;
  }

  heardAs({ text }: Saying): string {
    return text;
  }

  /** Where a text was cut into parts, whatever room there was between two words is gone. */
  plain(text: string): string {
    return text.replaceAll(/\s+/g, ' ');
  }

  protected async read(customer: string): Promise<readonly { readonly text: string; readonly at: number }[]> {
    const path = `/phones/${encodeURIComponent(phoneOf(customer))}/messages`;
    const { items } = await this.cloud.control<{ readonly items: readonly PhoneMessage[] }>('GET', path);
    const came = items.flatMap(({ direction, body, arrivedAt }) =>
      direction === 'in' && arrivedAt !== null ? [{ text: body, at: Date.parse(arrivedAt) }] : [],
    );
    return joinParts(came);
  }

  protected rulesFor(manners: Exclude<Manners, 'well'>, chance: Chance): readonly object[] {
    const any = { operation: 'any', times: null };
    if (manners === 'down') return [{ ...any, effect: 'resetBeforeWrite' }];
    if (manners === 'refusing') return [{ ...any, effect: 'error', status: 503, bareBody: true }];
    if (manners === 'slow') return [{ ...any, effect: 'delay', delayMs: between(chance, 100, 2_500) }];
    return Array.from({ length: 4 }, () => ({
      operation: 'any',
      times: between(chance, 2, 12),
      effect: oneOf(chance, [
        'error',
        'errorAfterWrite',
        'resetBeforeWrite',
        'resetAfterWrite',
        'truncateAnswer',
        'noAnswer',
      ]),
    }));
  }

  protected rulesOf(trouble: Trouble, chance: Chance): readonly object[] {
    const create = { operation: 'create', times: between(chance, 3, 20) };
    switch (trouble) {
      case 'throttled':
        return [{ ...create, effect: 'error', status: 429, code: 20_429, retryAfterS: between(chance, 0, 2) }];
      case 'answers-lost':
        return ['errorAfterWrite', 'resetAfterWrite', 'noAnswerAfterWrite'].map((effect) => ({ ...create, effect }));
      case 'late-write':
        return [{ ...create, effect: 'lateWrite', delayMs: between(chance, 100, 3_000) }];
      case 'strays':
        return [
          ...['drop', 'duplicate', 'delay'].map((effect) => ({ ...create, operation: 'inbound', effect })),
          ...['drop', 'duplicate', 'delay'].map((effect) => ({ ...create, operation: 'callback', effect })),
        ];
      default:
        return [];
    }
  }
}

function phoneOf(customer: string): string {
  return `+1202555${customer.replace(/\D/g, '').padStart(4, '0')}`;
}
