import type { TwilioCloud } from '../cloud.ts';
import { rfc2822 } from '../date-text.ts';
import type { TwilioRoute } from './route.ts';

/** The account itself: the cheapest call that proves credentials. */
export function accountRoute(cloud: TwilioCloud): TwilioRoute {
  const { sid } = cloud.account;
  return {
    operation: 'account',
    method: 'GET',
    path: '/2010-04-01/Accounts/:accountSid(^AC\\w+).json',
    handle: () => ({
      status: 200,
      body: {
        sid,
        friendly_name: 'Sandbox',
        status: 'active',
        type: 'Full',
        owner_account_sid: sid,
        date_created: rfc2822(0),
        date_updated: rfc2822(0),
        uri: `/2010-04-01/Accounts/${sid}.json`,
        subresource_uris: { messages: `/2010-04-01/Accounts/${sid}/Messages.json` },
      },
    }),
  };
}
