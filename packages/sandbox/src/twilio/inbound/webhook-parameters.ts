import type { TwilioCloud } from '../cloud.ts';
import type { Message } from '../message.ts';
import type { OptOutType } from '../opt-out/keywords.ts';
import type { WebhookParameters } from '../webhook/signature.ts';

/** What the webhook of something that came in is told (§1.1). All values are strings. */
export function inboundParameters(
  cloud: TwilioCloud,
  message: Message,
  optOut: OptOutType | undefined,
): WebhookParameters {
  const { sid } = message;
  const api = `${cloud.urls.api}/2010-04-01/Accounts/${cloud.account.sid}/Messages/${sid}/Media`;
  const parameters: (readonly [string, string | undefined])[] = [
    ...message.media.flatMap(({ sid: mediaSid, contentType }, index) => [
      [`MediaContentType${index}`, contentType] as const,
      [`MediaUrl${index}`, `${api}/${mediaSid}`] as const,
    ]),
    ['SmsMessageSid', sid],
    ['NumMedia', String(message.media.length)],
    ...(cloud.knobs.geoParameters ? geoParameters(cloud, message) : []),
    ['SmsSid', sid],
    ['SmsStatus', 'received'],
    ['Body', message.body],
    ['To', message.to],
    ['MessagingServiceSid', message.messagingServiceSid ?? undefined],
    ['NumSegments', String(message.numSegments)],
    ['MessageSid', sid],
    ['AccountSid', cloud.account.sid],
    ['From', message.from ?? ''],
    ['ApiVersion', '2010-04-01'],
    ['OptOutType', optOut],
    ['AnotherNewParameter', cloud.knobs.unknownParameters ? ' spaces around it ' : undefined],
  ];
  return parameters.flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]));
}

function geoParameters(cloud: TwilioCloud, message: Message): (readonly [string, string])[] {
  const place = cloud.numberOf(message.to)?.place ?? { city: '', state: '', zip: '' };
  return [
    ['ToCountry', countryOf(message.to)],
    ['ToState', place.state],
    ['ToCity', place.city],
    ['ToZip', place.zip],
    ['FromState', ''],
    ['FromCity', ''],
    ['FromZip', ''],
    ['FromCountry', countryOf(message.from ?? '')],
  ];
}

const countries: readonly (readonly [string, string])[] = [
  ['+1', 'US'],
  ['+44', 'GB'],
  ['+49', 'DE'],
  ['+33', 'FR'],
  ['+34', 'ES'],
  ['+39', 'IT'],
  ['+31', 'NL'],
  ['+41', 'CH'],
  ['+43', 'AT'],
  ['+61', 'AU'],
  ['+91', 'IN'],
  ['+81', 'JP'],
  ['+55', 'BR'],
];

/** Best effort, as the vendor's: empty when it is not known. */
function countryOf(phoneNumber: string): string {
  return countries.find(([prefix]) => phoneNumber.startsWith(prefix))?.[1] ?? '';
}
