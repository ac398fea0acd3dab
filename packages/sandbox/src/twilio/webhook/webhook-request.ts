import type { WebhookKnobs } from '../knobs/webhook-knobs.ts';
import type { WebhookMethod } from '../number.ts';
import type { WebhookParameters } from './signature.ts';
import { signatureOf, withBodyHash } from './signature.ts';

/** A webhook ready to be sent, as often as it takes. */
export interface WebhookRequest {
  readonly method: WebhookMethod;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What a request is made from. */
export interface WebhookContent {
  readonly method: WebhookMethod;
  /** Without fragment. */
  readonly url: string;
  readonly parameters: WebhookParameters;
  /** Signs; the account's primary token (§1.3). */
  readonly authToken: string;
}

/** Signs what is to be sent. A GET has its parameters in the address, which is signed as it stands. */
export function buildRequest(content: WebhookContent, signedBody: WebhookKnobs['signedBody']): WebhookRequest {
  const { method, parameters, authToken } = content;
  const form = new URLSearchParams(parameters.map(([name, value]): [string, string] => [name, value])).toString();
  if (method === 'GET') {
    const url = form === '' ? content.url : `${content.url}${content.url.includes('?') ? '&' : '?'}${form}`;
    return { method, url, headers: headersOf(url, signatureOf(authToken, url, [])), body: '' };
  }
  const isJson = signedBody === 'jsonHash';
  const body = isJson ? JSON.stringify(Object.fromEntries(parameters)) : form;
  const url = signedBody === 'params' ? content.url : withBodyHash(content.url, body);
  const signature = signatureOf(authToken, url, signedBody === 'params' ? parameters : []);
  return {
    method,
    url,
    headers: {
      ...headersOf(url, signature),
      'Content-Type': isJson ? 'application/json' : 'application/x-www-form-urlencoded; charset=UTF-8',
      'Content-Length': String(Buffer.byteLength(body)),
    },
    body,
  };
}

function headersOf(url: string, signature: string): Record<string, string> {
  const { username, password } = new URL(url);
  const credentials = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return {
    'User-Agent': 'TwilioProxy/1.1',
    Accept: '*/*',
    'X-Twilio-Signature': signature,
    ...(username !== '' && { Authorization: `Basic ${Buffer.from(credentials).toString('base64')}` }),
  };
}
