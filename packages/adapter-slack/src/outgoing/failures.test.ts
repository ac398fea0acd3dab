import { WebAPIHTTPError, WebAPIPlatformError, WebAPIRequestError } from '@slack/web-api';
import { StoreUnavailableError } from '@trunkline/core';
import { expect, it } from 'vitest';
import { inSlack, never, outbound, slackClient, TEAM } from '../../test/slack-world.ts';
import { failureTable } from './failure-table.ts';
import { isWorkspaceGone, NotWrittenError, outcomeOf } from './failures.ts';

const refused = (error: string) => outcomeOf(new WebAPIPlatformError({ ok: false, error }));

it.each([
  ['msg_too_long', 'rejected', false],
  ['channel_not_found', 'rejected', false],
  ['is_archived', 'rejected', false],
  ['not_in_channel', 'rejected', false],
  ['invalid_auth', 'rejected', false],
  ['never_heard_of', 'rejected', false],
  ['ratelimited', 'rejected', true],
  ['message_limit_exceeded', 'rejected', true],
  ['fatal_error', 'unknown', true],
  ['internal_error', 'unknown', true],
  ['service_unavailable', 'unknown', true],
])('%s is %s', (error, outcome, retryable) => {
  expect(refused(error)).toMatchObject({ outcome, failure: { code: `slack.${error}`, scope: 'message', retryable } });
});

it('every rule fails one message only, since each workspace has a token of its own', () => {
  for (const [code, rule] of Object.entries(failureTable)) {
    expect(rule.scope, code).toBe('message');
    expect(rule.human, code).not.toMatch(/[.]$|token|xox/);
  }
});

it('tells a workspace that is lost from a message that is', () => {
  const codes = Object.keys(failureTable).filter((code) => isWorkspaceGone(refused(code).failure));
  expect(codes.sort()).toEqual([
    ...['account_inactive', 'app_uninstalled', 'invalid_auth', 'not_authed', 'team_access_not_granted'],
    ...['token_expired', 'token_revoked'],
  ]);
  expect(isWorkspaceGone({ ...refused('invalid_auth').failure, code: 'invalid_auth' })).toBe(false);
});

it('other statuses than 200 are breakdowns above 500, refusals below', () => {
  const status = (code: number) => outcomeOf(new WebAPIHTTPError(code, 'x', {})).outcome;
  expect([500, 502, 503, 504, 408, 400, 403, 404].map(status)).toEqual([
    ...['unknown', 'unknown', 'unknown', 'unknown', 'unknown', 'rejected', 'rejected', 'rejected'],
  ]);
});

it('nobody to be reached is the route; a connection that broke may have carried the message', () => {
  const request = (code: string) =>
    outcomeOf(new WebAPIRequestError(new TypeError('fetch failed', { cause: { code } })));
  for (const code of ['ECONNREFUSED', 'ENOTFOUND', 'UND_ERR_CONNECT_TIMEOUT'])
    expect(request(code)).toMatchObject({ outcome: 'rejected', failure: { scope: 'route', retryable: true } });
  for (const code of ['ECONNRESET', 'UND_ERR_HEADERS_TIMEOUT', 'EPIPE', ''])
    expect(request(code).outcome).toBe('unknown');
  const both = new AggregateError([{ code: 'ECONNREFUSED' }, { code: 'ECONNREFUSED' }]);
  expect(outcomeOf(new WebAPIRequestError(new TypeError('x', { cause: both }))).outcome).toBe('rejected');
});

it('what fails before the write is certain, whatever it is', () => {
  expect(outcomeOf(new NotWrittenError(new Error('boom')))).toMatchObject({
    outcome: 'rejected',
    failure: { retryable: true },
  });
  expect(outcomeOf(new StoreUnavailableError('full'))).toMatchObject({
    outcome: 'rejected',
    failure: { code: 'store.unavailable', retryable: true, retryAfterMs: 5_000 },
  });
});

const post = 'chat.postMessage';

it('a 429 says when to come again', () =>
  inSlack({}, async ({ outgoing, thread, slack }) => {
    slack.control.addFault({ operation: post, effect: 'error', status: 429, retryAfterS: 7 });
    expect(await outgoing.deliver(outbound(thread().address), never)).toMatchObject({
      outcome: 'rejected',
      failure: { code: 'slack.ratelimited', scope: 'message', retryable: true, retryAfterMs: 7_000 },
    });
  }));

it.each(['noAnswerAfterWrite', 'resetAfterWrite', 'resetBeforeWrite', 'truncateAnswer'] as const)(
  'an answer that does not come (%s) leaves it unknown',
  (effect) =>
    inSlack({ client: { timeout: 300 } }, async ({ outgoing, thread, slack }) => {
      slack.control.addFault({ operation: post, effect });
      const outcome = await outgoing.deliver(outbound(thread().address), never);
      expect(outcome).toMatchObject({ outcome: 'unknown', failure: { code: 'slack.no_answer' } });
    }),
);

it('stops waiting when the signal aborts', () =>
  inSlack({}, async ({ outgoing, thread, slack }) => {
    slack.control.addFault({ operation: post, effect: 'noAnswer' });
    const timeout = new AbortController();
    const outcome = outgoing.deliver(outbound(thread().address), timeout.signal);
    timeout.abort(new DOMException('late', 'TimeoutError'));
    expect((await outcome).outcome).not.toBe('accepted');
  }));

it('a Slack that is not there is a route that pauses', () =>
  inSlack({}, async ({ thread, slack }) => {
    const { address } = thread();
    const client = slackClient(slack.apiUrl);
    await slack.close();
    await inSlack({ parts: { clientOf: async () => client } }, async ({ outgoing }) => {
      expect(await outgoing.deliver(outbound(address), never)).toMatchObject({
        outcome: 'rejected',
        failure: { code: 'slack.unreachable', scope: 'route', retryable: true },
      });
    });
  }));

it('an app that was thrown out is heard of with the next message', () =>
  inSlack({}, async ({ outgoing, thread, slack }) => {
    const { address } = thread();
    slack.control.uninstall(TEAM);
    const outcome = await outgoing.deliver(outbound(address), never);
    expect(outcome.outcome === 'rejected' && isWorkspaceGone(outcome.failure)).toBe(true);
  }));

it('a store that cannot say which token to use loses nothing', () => {
  const clientOf = async () => {
    throw new StoreUnavailableError('full');
  };
  return inSlack({ parts: { clientOf } }, async ({ outgoing, thread, calls }) => {
    const { address } = thread();
    expect(await outgoing.deliver(outbound(address), never)).toMatchObject({
      outcome: 'rejected',
      failure: { retryable: true },
    });
    expect(await outgoing.findSent(outbound(address), never)).toEqual({ found: 'cannotTell' });
    expect(calls()).toEqual([]);
  });
});
