import type { SlackCloud } from '../slack-cloud.ts';
import type { Attempt, Delivery, Outcome, SignatureFault } from './delivery.ts';
import type { HttpAnswer } from './http-post.ts';
import { post } from './http-post.ts';
import { signatureHeaders } from './signature.ts';

/** Signed HTTP to the app's request URL. */
export class HttpCarrier {
  readonly #cloud: SlackCloud;

  constructor(cloud: SlackCloud) {
    this.#cloud = cloud;
  }

  async carry(delivery: Delivery, attempt: Attempt, fault?: SignatureFault): Promise<Outcome> {
    const retries: Record<string, string> =
      attempt.number === 0
        ? {}
        : { 'X-Slack-Retry-Num': String(attempt.number), 'X-Slack-Retry-Reason': httpReason(attempt.reason) };
    const answer = await this.#send(bodyOf(delivery), retries, fault);
    if (typeof answer === 'string') return { state: 'failed', reason: answer, noRetry: false };
    if (answer.status >= 200 && answer.status < 300) return { state: 'acked', response: responseOf(answer) };
    const reason = answer.status >= 300 && answer.status < 400 ? 'too_many_redirects' : 'http_error';
    return { state: 'failed', reason, noRetry: answer.noRetry, status: answer.status };
  }

  /** `url_verification`, as when a request URL is saved: whether the challenge came back. */
  async verifyUrl(challenge: string): Promise<{ readonly verified: boolean; readonly status?: number }> {
    const payload = { token: this.#cloud.app.verificationToken, challenge, type: 'url_verification' };
    const answer = await this.#send({ form: false, text: JSON.stringify(payload) }, {});
    if (typeof answer === 'string') return { verified: false };
    const isOwn = answer.body === challenge || challengeIn(answer.body) === challenge;
    return { verified: answer.status === 200 && isOwn, status: answer.status };
  }

  /** The form post by which Slack looks at a certificate; it is not signed. */
  async sslCheck(): Promise<{ readonly status?: number }> {
    const text = new URLSearchParams({ ssl_check: '1', token: this.#cloud.app.verificationToken }).toString();
    const answer = await this.#send({ form: true, text }, {}, 'noSignature');
    return typeof answer === 'string' ? {} : { status: answer.status };
  }

  async #send(
    body: { readonly form: boolean; readonly text: string },
    headers: Readonly<Record<string, string>>,
    fault?: SignatureFault,
  ): Promise<HttpAnswer | string> {
    const { app, knobs, timers } = this.#cloud;
    if (app.eventsUrl === undefined) return 'connection_failed';
    const type = body.form ? 'application/x-www-form-urlencoded' : 'application/json';
    return post({
      url: app.eventsUrl,
      body: body.text,
      headers: {
        'Content-Type': body.form && knobs.formCharset ? `${type}; charset=utf-8` : type,
        'User-Agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
        Accept: '*/*',
        ...headers,
        ...signatureHeaders({ body: body.text, secret: app.signingSecret, nowMs: this.#cloud.now(), fault }),
      },
      timeoutMs: knobs.ackTimeoutMs,
      timers,
    });
  }
}

function bodyOf({ kind, payload }: Delivery): { readonly form: boolean; readonly text: string } {
  if (kind === 'events_api') return { form: false, text: JSON.stringify(payload) };
  const fields = kind === 'interactive' ? { payload: JSON.stringify(payload) } : payload;
  return { form: true, text: new URLSearchParams(fields as Record<string, string>).toString() };
}

function responseOf({ body, contentType }: HttpAnswer): unknown {
  if (body === '') return {};
  if (!contentType.startsWith('application/json')) return { text: body };
  try {
    return JSON.parse(body);
  } catch {
    return { text: body };
  }
}

function challengeIn(body: string): unknown {
  try {
    return (JSON.parse(body) as { challenge?: unknown }).challenge;
  } catch {
    return undefined;
  }
}

/** Socket Mode has words of its own for the same. */
function httpReason(reason: string): string {
  return reason === 'timeout' ? 'http_timeout' : reason;
}
