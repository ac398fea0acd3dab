import { TwilioApiError } from '../api-error.ts';
import type { TwilioCloud } from '../cloud.ts';
import { rfc2822 } from '../date-text.ts';
import type { OwnNumber, WebhookMethod } from '../number.ts';
import { address, method } from '../number.ts';
import { page2010, pageOf } from './page.ts';
import type { TwilioCall, TwilioRoute } from './route.ts';

const base = '/2010-04-01/Accounts/:accountSid/IncomingPhoneNumbers';
const one = `${base}/:sid(^PN\\w+).json`;

/** The account's numbers and where each sends what comes in. */
export function numberRoutes(cloud: TwilioCloud): readonly TwilioRoute[] {
  const view = (number: OwnNumber) => numberView(cloud.account.sid, number);
  return [
    {
      operation: 'numbers',
      method: 'GET',
      path: `${base}.json`,
      handle: ({ query }) => {
        const wanted = query.get('PhoneNumber') ?? '';
        const page = pageOf(
          cloud.numbers.filter(({ phoneNumber }) => phoneNumber.includes(wanted)),
          query,
        );
        const path = `/2010-04-01/Accounts/${cloud.account.sid}/IncomingPhoneNumbers.json`;
        const items = page.items.map(view);
        return { status: 200, body: page2010(page, path, { key: 'incoming_phone_numbers', items }) };
      },
    },
    {
      operation: 'numbers',
      method: 'GET',
      path: one,
      handle: (call) => ({ status: 200, body: view(of(cloud, call)) }),
    },
    {
      operation: 'numbers',
      method: 'POST',
      path: one,
      handle: (call) => {
        const number = of(cloud, call);
        configure(number, call.form);
        number.updatedAt = cloud.now();
        return { status: 200, body: view(number) };
      },
    },
  ];
}

function of(cloud: TwilioCloud, { params }: TwilioCall): OwnNumber {
  const number = cloud.numbers.find(({ sid }) => sid === params['sid']);
  if (number === undefined) throw new TwilioApiError(20404);
  return number;
}

function configure(number: OwnNumber, form: URLSearchParams): void {
  number.smsUrl = addressOf(form, 'SmsUrl') ?? number.smsUrl;
  number.smsMethod = methodOf(form, 'SmsMethod') ?? number.smsMethod;
  number.smsFallbackUrl = addressOf(form, 'SmsFallbackUrl') ?? number.smsFallbackUrl;
  number.smsFallbackMethod = methodOf(form, 'SmsFallbackMethod') ?? number.smsFallbackMethod;
  number.statusCallback = addressOf(form, 'StatusCallback') ?? number.statusCallback;
}

/** Undefined when the form does not say; a TwilioApiError when it says nonsense. */
export function addressOf(form: URLSearchParams, name: string): string | undefined {
  const text = form.get(name);
  if (text === null) return undefined;
  if (address.safeParse(text).success) return text;
  throw new TwilioApiError(21609, { message: `${name} is not a valid URL` });
}

/** The same for a method. */
export function methodOf(form: URLSearchParams, name: string): WebhookMethod | undefined {
  const text = form.get(name);
  if (text === null) return undefined;
  const parsed = method.safeParse(text.toUpperCase());
  if (parsed.success) return parsed.data;
  throw new TwilioApiError(20001, { message: `${name} is neither GET nor POST` });
}

function numberView(accountSid: string, number: OwnNumber): object {
  const { sid, phoneNumber } = number;
  return {
    sid,
    account_sid: accountSid,
    friendly_name: phoneNumber,
    phone_number: phoneNumber,
    voice_url: null,
    voice_method: 'POST',
    voice_fallback_url: null,
    voice_fallback_method: 'POST',
    voice_caller_id_lookup: false,
    voice_application_sid: null,
    voice_receive_mode: 'voice',
    date_created: rfc2822(number.createdAt),
    date_updated: rfc2822(number.updatedAt),
    sms_url: number.smsUrl,
    sms_method: number.smsMethod,
    sms_fallback_url: number.smsFallbackUrl,
    sms_fallback_method: number.smsFallbackMethod,
    sms_application_sid: '',
    capabilities: { fax: false, voice: true, sms: true, mms: true },
    beta: false,
    address_requirements: 'none',
    address_sid: null,
    identity_sid: null,
    bundle_sid: null,
    trunk_sid: null,
    emergency_status: 'Inactive',
    emergency_address_sid: null,
    emergency_address_status: 'unregistered',
    status_callback: number.statusCallback,
    status_callback_method: 'POST',
    api_version: '2010-04-01',
    origin: 'twilio',
    status: 'in-use',
    type: null,
    uri: `/2010-04-01/Accounts/${accountSid}/IncomingPhoneNumbers/${sid}.json`,
    subresource_uris: {},
  };
}
