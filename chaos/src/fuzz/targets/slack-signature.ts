import { createHmac } from 'node:crypto';
import { built } from '../built.ts';
import type { Draw } from '../draw.ts';
import { mutateBytes, mutateText } from '../mutate.ts';
import { COMMAND, EVENTS, PAYLOADS } from '../samples/slack.ts';
import { demand, type Target } from '../target.ts';

interface Module {
  verifySignature(request: object): string;
}

interface Bodies {
  parseBody(body: Uint8Array, contentType: string | undefined): Readonly<Record<string, unknown>> | null;
}

interface Understood {
  isUnderstood(body: Readonly<Record<string, unknown>>): boolean;
}

interface Input {
  readonly body: Uint8Array;
  readonly contentType: string | undefined;
  readonly timestamp: string | undefined;
  readonly signature: string | undefined;
}

const SECRET = 'the-signing-secret-of-the-fuzz-0123';
const NOW = Date.UTC(2026, 0, 1);
const WINDOW_S = 300;

function make(draw: Draw): Input {
  const form = draw.of([COMMAND, { payload: JSON.stringify(draw.of(PAYLOADS)) }]);
  const isForm = draw.percent(50);
  const text = isForm ? new URLSearchParams(form).toString() : JSON.stringify(draw.of(EVENTS));
  const body = draw.percent(40) ? mutateBytes(draw, Buffer.from(text)) : Buffer.from(text);
  const at = String(NOW / 1_000 + draw.of([0, 0, 0, 299, -299, 301, -301, 1e9]));
  const right = signatureOf(body, at);
  return {
    body: draw.percent(15) ? mutateBytes(draw, body) : body,
    contentType: draw.of([
      isForm ? 'application/x-www-form-urlencoded' : 'application/json',
      'Application/X-WWW-Form-Urlencoded; charset=x',
      undefined,
      draw.text(),
    ]),
    timestamp: draw.percent(15) ? mutateText(draw, at) : at,
    signature: draw.percent(25) ? mutateText(draw, right) : draw.percent(3) ? undefined : right,
  };
}

function signatureOf(body: Uint8Array, timestamp: string): string {
  return `v0=${createHmac('sha256', SECRET).update(`v0:${timestamp}:`).update(body).digest('hex')}`;
}

/** Signature v0 over the raw body, and what is made of that. */
export const slackSignature: Target<Input> = {
  name: 'slack-signature-and-body',
  weight: 80,
  async open() {
    const { verifySignature } = await built<Module>('packages/adapter-slack/dist/signature/verify-signature.js');
    const { parseBody } = await built<Bodies>('packages/adapter-slack/dist/receiver/parse-body.js');
    const { isUnderstood } = await built<Understood>('packages/adapter-slack/dist/receiver/understood.js');
    return {
      make,
      judge({ body, contentType, timestamp, signature }) {
        const parsed = parseBody(body, contentType);
        if (parsed !== null) isUnderstood(parsed);
        const verdict = verifySignature({ body, timestamp, signature, secrets: [SECRET], now: NOW });
        const isTimely = timestamp !== undefined && Math.abs(NOW / 1_000 - Number(timestamp)) <= WINDOW_S;
        const isRight = isTimely && signature === signatureOf(body, timestamp);
        demand(verdict !== 'good' || isRight, 'a forged request passed for signed');
        demand(verdict === 'good' || !isRight || !/^\d{1,12}$/.test(timestamp ?? ''), 'a signed request was refused');
        return verdict === 'good' ? 'accepted' : 'refused';
      },
    };
  },
};
