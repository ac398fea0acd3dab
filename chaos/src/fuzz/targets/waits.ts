import { built } from '../built.ts';
import type { Draw } from '../draw.ts';
import { mutateText } from '../mutate.ts';
import { demand, type Target } from '../target.ts';

type Header = string | readonly string[] | undefined;

interface Input {
  readonly header: Header;
  readonly jwt: string;
}

interface Guest {
  retryAfterMs(headers: Readonly<Record<string, Header>>, now: number): number | null;
}

interface Rates {
  rateReading(headers: Readonly<Record<string, Header>>): { readonly resetMs: number } | null;
}

interface Webhook {
  parseRetryAfter(value: Header, now: number): number | null;
}

interface Jwt {
  jwtExpiry(jwt: string): number | null;
}

const NOW = Date.UTC(2026, 0, 1);
const SAMPLES = [
  '0',
  '1',
  '120',
  '0.5',
  'Thu, 01 Jan 2026 00:02:00 GMT',
  'Thu, 01-Jan-26 00:00:00 GMT',
  '2026-01-01',
  ' 7 ',
];
const PAYLOADS = [{ exp: 1_767_225_600 }, { exp: 'soon' }, { exp: -1 }, { exp: 1e300 }, {}, null, [], 'x'];

function make(draw: Draw): Input {
  const one = (): string =>
    draw.percent(60) ? mutateText(draw, draw.of(SAMPLES)) : draw.percent(50) ? draw.of(SAMPLES) : draw.text();
  const header = draw.percent(10) ? draw.some(3, one) : draw.percent(3) ? undefined : one();
  const payload = JSON.stringify(draw.percent(70) ? draw.of(PAYLOADS) : { exp: draw.number() });
  const jwt = `e30.${Buffer.from(payload).toString('base64url')}.sig`;
  return { header, jwt: draw.percent(40) ? mutateText(draw, jwt) : jwt };
}

function isTime(value: number | null): boolean {
  return value === null || (Number.isSafeInteger(value) && value >= 0);
}

/** Whatever another side says about when to come again must be a time that can be waited for. */
export const waits: Target<Input> = {
  name: 'waits',
  weight: 80,
  async open() {
    const { retryAfterMs } = await built<Guest>('packages/core/dist/guest-chat/api/retry-after.js');
    const { rateReading } = await built<Rates>('packages/core/dist/guest-chat/api/rate-reading.js');
    const { parseRetryAfter } = await built<Webhook>('packages/adapter-http/dist/webhook/outcome.js');
    const { jwtExpiry } = await built<Jwt>('packages/core/dist/guest-chat/jwt-expiry.js');
    return {
      make,
      judge({ header, jwt }) {
        const asked = retryAfterMs({ 'retry-after': header }, NOW);
        const reset = retryAfterMs({ 'inin-ratelimit-reset': header }, NOW);
        const counts = { 'inin-ratelimit-count': '1', 'inin-ratelimit-allowed': '300' };
        const reading = rateReading({ ...counts, 'inin-ratelimit-reset': header });
        const receiver = parseRetryAfter(header, NOW);
        demand(isTime(asked), 'Retry-After of the contact centre is no time');
        demand(isTime(reset), 'the reset of its rate limit is no time');
        demand(isTime(reading?.resetMs ?? null), 'the reset of its window is no time');
        demand(isTime(receiver), 'Retry-After of a webhook receiver is no time');
        demand(isTime(jwtExpiry(jwt)), 'the end of a token is no time');
        return asked === null && receiver === null ? 'refused' : 'accepted';
      },
    };
  },
};
