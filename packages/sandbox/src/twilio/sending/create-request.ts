import { TwilioApiError } from '../api-error.ts';
import type { TwilioCloud } from '../cloud.ts';
import { e164 } from '../number.ts';
import type { MessagingService } from '../service.ts';
import { segmentsOf } from '../text/segments.ts';
import { smartEncoded } from '../text/smart-encoding.ts';
import { longestQueueMs } from './send-life.ts';

/** What somebody wants to be sent, checked. */
export interface CreateRequest {
  readonly to: string;
  /** Null: the service chooses. */
  readonly from: string | null;
  readonly service: MessagingService | undefined;
  readonly body: string;
  readonly mediaUrls: readonly string[];
  readonly numSegments: number;
  readonly statusCallback: string | undefined;
  readonly validityPeriodS: number;
  readonly sendAt: number | undefined;
}

const longestBody = 1_600;
const mostMedia = 10;

/** Reads the form of a create (§1.7) and checks it as Twilio does, in one order. Throws TwilioApiError. */
export function parseCreate(cloud: TwilioCloud, form: URLSearchParams): CreateRequest {
  const to = form.get('To') ?? '';
  if (to === '') throw new TwilioApiError(21604);
  const service = serviceFor(cloud, form);
  const from = senderFor(cloud, form, service);
  if (!e164.test(to)) throw new TwilioApiError(21211, { message: `Invalid 'To' Phone Number: ${to}` });
  if (to === from) throw new TwilioApiError(21266);
  const body = form.get('Body') ?? '';
  const mediaUrls = mediaUrlsOf(form);
  if (body === '' && mediaUrls.length === 0) throw new TwilioApiError(21602);
  if (Array.from(body).length > longestBody) throw new TwilioApiError(cloud.knobs.bodyTooLongCode);
  const request: CreateRequest = {
    to,
    from,
    service,
    body,
    mediaUrls,
    numSegments: countSegments(form, body, service),
    statusCallback: callbackFor(cloud, form, { service, from }),
    validityPeriodS: validityPeriodOf(form),
    sendAt: sendAtOf(cloud, form, service),
  };
  const senders = from === null ? (service?.phoneNumbers ?? []) : [from];
  if (senders.some((sender) => cloud.optOuts.has(cloud.optOutSender(sender), to))) throw new TwilioApiError(21610);
  const busyMs = from === null ? 0 : (cloud.busyUntil.get(from) ?? 0) - cloud.now();
  if (service === undefined && busyMs > longestQueueMs) throw new TwilioApiError(21611);
  return request;
}

function serviceFor(cloud: TwilioCloud, form: URLSearchParams): MessagingService | undefined {
  const sid = form.get('MessagingServiceSid') ?? '';
  if (sid === '') return undefined;
  const service = cloud.services.find((one) => one.sid === sid);
  if (service === undefined) throw new TwilioApiError(21701);
  if (service.phoneNumbers.length === 0) throw new TwilioApiError(21703);
  return service;
}

function senderFor(cloud: TwilioCloud, form: URLSearchParams, service: MessagingService | undefined): string | null {
  const from = form.get('From') ?? '';
  if (from === '') {
    if (service === undefined) throw new TwilioApiError(21603);
    return null;
  }
  if (cloud.numberOf(from) === undefined) throw new TwilioApiError(cloud.knobs.unownedFromCode);
  if (service !== undefined && !service.phoneNumbers.includes(from)) throw new TwilioApiError(21712);
  return from;
}

function mediaUrlsOf(form: URLSearchParams): readonly string[] {
  const urls = form.getAll('MediaUrl').filter((url) => url !== '');
  if (urls.length > mostMedia) throw new TwilioApiError(21623);
  if (urls.some((url) => !isWebAddress(url))) throw new TwilioApiError(21620);
  return urls;
}

function countSegments(form: URLSearchParams, body: string, service: MessagingService | undefined): number {
  const asked = form.get('SmartEncoded');
  const smart = asked === null ? (service?.smartEncoding ?? false) : asked.toLowerCase() === 'true';
  return segmentsOf(smart ? smartEncoded(body) : body).count;
}

/** A message's own address replaces the service's (§1.5); a lone number's is the last. */
function callbackFor(
  cloud: TwilioCloud,
  form: URLSearchParams,
  sender: { readonly service: MessagingService | undefined; readonly from: string | null },
): string | undefined {
  const own = form.get('StatusCallback') ?? '';
  // Twilio does not call host names with underscores.
  if (own !== '' && (!isWebAddress(own) || new URL(own).hostname.includes('_'))) throw new TwilioApiError(21609);
  const number = sender.from === null ? undefined : cloud.numberOf(sender.from);
  return own || sender.service?.statusCallback || number?.statusCallback || undefined;
}

function validityPeriodOf(form: URLSearchParams): number {
  const text = form.get('ValidityPeriod') ?? '36000';
  const seconds = Number(text);
  if (Number.isInteger(seconds) && seconds >= 1 && seconds <= 36_000) return seconds;
  throw new TwilioApiError(20001, { message: `ValidityPeriod ${text} is not between 1 and 36000` });
}

function sendAtOf(cloud: TwilioCloud, form: URLSearchParams, service: unknown): number | undefined {
  if (form.get('ScheduleType') !== 'fixed') return undefined;
  if (service === undefined) throw new TwilioApiError(35118);
  const text = form.get('SendAt') ?? '';
  if (text === '') throw new TwilioApiError(35114);
  const sendAt = Date.parse(text);
  const aheadS = (sendAt - cloud.now()) / 1_000;
  if (!(aheadS >= 15 * 60 && aheadS <= 35 * 24 * 3600)) throw new TwilioApiError(35111);
  return sendAt;
}

function isWebAddress(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}
