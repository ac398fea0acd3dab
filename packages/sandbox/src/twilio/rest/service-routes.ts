import { TwilioApiError } from '../api-error.ts';
import type { TwilioCloud } from '../cloud.ts';
import { isoSeconds } from '../date-text.ts';
import type { OwnNumber } from '../number.ts';
import type { MessagingService } from '../service.ts';
import { addressOf, methodOf } from './number-routes.ts';
import { pageOf, pageV1 } from './page.ts';
import type { TwilioCall, TwilioRoute } from './route.ts';

const one = '/v1/Services/:sid(^MG\\w+)';

/** Messaging services, of the domain messaging.twilio.com: list, fetch, configure, and their pools. */
export function serviceRoutes(cloud: TwilioCloud): readonly TwilioRoute[] {
  const view = (service: MessagingService) => serviceView(cloud, service);
  return [
    {
      operation: 'services',
      method: 'GET',
      path: '/v1/Services',
      handle: ({ query }) => {
        const page = pageOf(cloud.services, query);
        const list = { key: 'services', items: page.items.map(view) };
        return { status: 200, body: pageV1(page, `${cloud.urls.api}/v1/Services`, list) };
      },
    },
    {
      operation: 'services',
      method: 'GET',
      path: one,
      handle: (call) => ({ status: 200, body: view(of(cloud, call)) }),
    },
    {
      operation: 'services',
      method: 'POST',
      path: one,
      handle: (call) => {
        const service = of(cloud, call);
        configure(service, call.form);
        service.updatedAt = cloud.now();
        return { status: 200, body: view(service) };
      },
    },
    {
      operation: 'services',
      method: 'GET',
      path: `${one}/PhoneNumbers`,
      handle: (call) => {
        const service = of(cloud, call);
        const page = pageOf(poolOf(cloud, service), call.query);
        const items = page.items.map((number) => poolNumberView(cloud, service, number));
        const url = `${cloud.urls.api}/v1/Services/${service.sid}/PhoneNumbers`;
        return { status: 200, body: pageV1(page, url, { key: 'phone_numbers', items }) };
      },
    },
    {
      operation: 'services',
      method: 'GET',
      path: `${one}/PhoneNumbers/:numberSid(^PN\\w+)`,
      handle: (call) => {
        const service = of(cloud, call);
        const number = poolOf(cloud, service).find(({ sid }) => sid === call.params['numberSid']);
        if (number === undefined) throw new TwilioApiError(20404);
        return { status: 200, body: poolNumberView(cloud, service, number) };
      },
    },
  ];
}

function of(cloud: TwilioCloud, { params }: TwilioCall): MessagingService {
  const service = cloud.services.find(({ sid }) => sid === params['sid']);
  if (service === undefined) throw new TwilioApiError(20404);
  return service;
}

function poolOf(cloud: TwilioCloud, service: MessagingService): readonly OwnNumber[] {
  return cloud.numbers.filter(({ phoneNumber }) => service.phoneNumbers.includes(phoneNumber));
}

function configure(service: MessagingService, form: URLSearchParams): void {
  const inbound = addressOf(form, 'InboundRequestUrl');
  const fallback = addressOf(form, 'FallbackUrl');
  if (inbound !== undefined) service.inboundRequestUrl = inbound || null;
  if (fallback !== undefined) service.fallbackUrl = fallback || null;
  service.inboundMethod = methodOf(form, 'InboundMethod') ?? service.inboundMethod;
  service.fallbackMethod = methodOf(form, 'FallbackMethod') ?? service.fallbackMethod;
  service.statusCallback = addressOf(form, 'StatusCallback') ?? service.statusCallback;
  const onNumber = form.get('UseInboundWebhookOnNumber');
  if (onNumber !== null) service.useInboundWebhookOnNumber = onNumber.toLowerCase() === 'true';
  const smart = form.get('SmartEncoding');
  if (smart !== null) service.smartEncoding = smart.toLowerCase() === 'true';
}

function serviceView(cloud: TwilioCloud, service: MessagingService): object {
  const url = `${cloud.urls.api}/v1/Services/${service.sid}`;
  return {
    sid: service.sid,
    account_sid: cloud.account.sid,
    friendly_name: service.friendlyName,
    date_created: isoSeconds(service.createdAt),
    date_updated: isoSeconds(service.updatedAt),
    inbound_request_url: service.inboundRequestUrl,
    inbound_method: service.inboundMethod,
    fallback_url: service.fallbackUrl,
    fallback_method: service.fallbackMethod,
    status_callback: service.statusCallback || null,
    sticky_sender: true,
    mms_converter: true,
    smart_encoding: service.smartEncoding,
    scan_message_content: 'inherit',
    fallback_to_long_code: false,
    area_code_geomatch: false,
    synchronous_validation: false,
    validity_period: 36_000,
    usecase: 'undeclared',
    us_app_to_person_registered: false,
    use_inbound_webhook_on_number: service.useInboundWebhookOnNumber,
    url,
    links: { phone_numbers: `${url}/PhoneNumbers` },
  };
}

function poolNumberView(cloud: TwilioCloud, service: MessagingService, number: OwnNumber): object {
  return {
    sid: number.sid,
    account_sid: cloud.account.sid,
    service_sid: service.sid,
    date_created: isoSeconds(service.createdAt),
    date_updated: isoSeconds(service.updatedAt),
    phone_number: number.phoneNumber,
    country_code: 'US',
    capabilities: ['MMS', 'SMS', 'Voice'],
    url: `${cloud.urls.api}/v1/Services/${service.sid}/PhoneNumbers/${number.sid}`,
  };
}
