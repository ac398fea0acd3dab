import { TwilioApiError } from '../api-error.ts';
import type { TwilioCloud } from '../cloud.ts';

/** HTTP Basic: the account's SID and one of its tokens, or a key and its secret. Throws TwilioApiError. */
export function authenticate(
  cloud: TwilioCloud,
  authorization: string | undefined,
  accountSid: string | undefined,
): void {
  const encoded = /^basic +(\S+)$/i.exec(authorization ?? '')?.[1];
  const [, user = '', password = ''] = /^([^:]*):(.*)$/s.exec(Buffer.from(encoded ?? '', 'base64').toString()) ?? [];
  const { account } = cloud;
  const isAccount =
    user === account.sid && [account.authToken, account.secondaryAuthToken].includes(password) && password !== '';
  const isKey = account.apiKeys.some(({ sid, secret }) => sid === user && secret === password);
  if (!isAccount && !isKey) throw new TwilioApiError(20003);
  if (accountSid !== undefined && accountSid !== account.sid) throw new TwilioApiError(cloud.knobs.otherAccountCode);
}
