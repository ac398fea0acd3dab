import { expect, it } from 'vitest';
import { wayThere } from './probe-findings.ts';

const [https, http] = ['https://api.mypurecloud.com', 'http://127.0.0.1:4010'];

it.each([
  [null, https, 'reached', 'verified'],
  [null, http, 'reached', 'none'],
  ['chat.error.invalid.queue', https, 'reached', 'verified'],
  ['too.many.requests', https, 'reached', 'verified'],
  ['http.502', https, 'answered by something else', 'verified'],
  ['answer.unreadable', http, 'answered by something else', 'none'],
  ['network.ENOTFOUND', https, 'not reached', 'not known'],
  ['network.ECONNREFUSED', http, 'not reached', 'none'],
  ['network.CERT_HAS_EXPIRED', https, 'not reached', 'refused'],
  ['network.ERR_TLS_CERT_ALTNAME_INVALID', https, 'not reached', 'refused'],
  ['network.SELF_SIGNED_CERT_IN_CHAIN', https, 'not reached', 'refused'],
  ['network.timeout', https, 'not reached', 'not known'],
  ['request.aborted', https, 'not reached', 'not known'],
  ['member-auth.failed', https, 'not asked', 'not known'],
  ['member-auth.failed', http, 'not asked', 'none'],
])('%s from %s: the API is %s, TLS %s', (code, apiUrl, api, tls) => {
  expect(wayThere(code, apiUrl)).toEqual({ api, tls });
});
