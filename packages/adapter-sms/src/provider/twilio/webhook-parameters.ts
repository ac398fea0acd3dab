import type { InboundSms, Keyword, Parameters, SmsStatus } from '../provider.ts';
import { errorOfCode } from './error-table.ts';

/** Messages have 34 characters. */
const SID = /^(SM|MM)[0-9a-zA-Z]{4,64}$/;
const MOST_FILES = 10;

/** A message as Twilio posts it. Twilio adds parameters without notice; those that are not known are left alone. */
export function parseInbound(parameters: Parameters): InboundSms | null {
  const of = reader(parameters);
  const sid = of('MessageSid') ?? of('SmsSid');
  const from = of('From');
  const to = of('To');
  if (sid === null || !SID.test(sid) || !from || !to || of('MessageStatus') !== null) return null;
  const files = Math.min(numberOf(of('NumMedia')) ?? 0, MOST_FILES);
  return {
    sid,
    from,
    to,
    text: of('Body') ?? '',
    service: of('MessagingServiceSid') || null,
    segments: numberOf(of('NumSegments')) ?? 1,
    media: Array.from({ length: files }, (_, index) => ({ contentType: of(`MediaContentType${index}`) || null })),
    keyword: keywordOf(of('OptOutType')),
    place: {
      ...some('city', of('FromCity')),
      ...some('state', of('FromState')),
      ...some('country', of('FromCountry')),
    },
    at: null,
  };
}

/** A status callback. */
export function parseStatus(parameters: Parameters): SmsStatus | null {
  const of = reader(parameters);
  const sid = of('MessageSid') ?? of('SmsSid');
  if (sid === null || !SID.test(sid)) return null;
  return smsStatus(sid, { status: of('MessageStatus') ?? of('SmsStatus'), code: numberOf(of('ErrorCode')) });
}

/** Null for a status that Twilio has not had before. */
export function smsStatus(
  sid: string,
  { status, code }: { readonly status: string | null; readonly code: number | null },
): SmsStatus | null {
  const state = stateOf(status);
  return state === null ? null : { sid, state, error: state === 'failed' ? errorOfCode(code) : null };
}

/** The order within `taken` does not matter here, and no callback need come in any. */
function stateOf(status: string | null): SmsStatus['state'] | null {
  switch (status) {
    case 'accepted':
    case 'scheduled':
    case 'queued':
    case 'sending':
    case 'sent':
    case 'partially_delivered':
      return 'taken';
    case 'delivered':
    case 'read':
      return 'delivered';
    case 'undelivered':
    case 'failed':
    case 'canceled':
      return 'failed';
    default:
      return null;
  }
}

function keywordOf(type: string | null): Keyword | null {
  const lower = type?.toLowerCase();
  return lower === 'stop' || lower === 'start' || lower === 'help' ? lower : null;
}

/** The first of a repeated parameter. */
function reader(parameters: Parameters): (name: string) => string | null {
  return (name) => {
    const value = parameters[name];
    return (typeof value === 'string' ? value : value?.[0]) ?? null;
  };
}

function numberOf(text: string | null): number | null {
  return text !== null && /^\d{1,9}$/.test(text) ? Number(text) : null;
}

function some(name: string, value: string | null): Readonly<Record<string, string>> {
  return value === null || value === '' ? {} : { [name]: value };
}
