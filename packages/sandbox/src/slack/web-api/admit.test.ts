import { describe, expect, it } from 'vitest';
import { slackForTest, webClient } from '../../../test/slack-sandbox.ts';
import { slackDefaults } from '../start-slack.ts';

const channel = 'C0HELPDSK1';

describe('a token', () => {
  it.each([
    ['invalid_auth', 'xoxb-of-nobody'],
    ['not_allowed_token_type', slackDefaults.appToken],
  ])('meets %s', async (error, token) => {
    await expect(webClient(await slackForTest(), token).auth.test()).rejects.toThrow(error);
  });

  it('is needed', async () => {
    const { apiUrl } = await slackForTest();
    const response = await fetch(`${apiUrl}auth.test`, { method: 'POST' });
    expect([response.status, await response.json()]).toEqual([200, { ok: false, error: 'not_authed' }]);
  });

  it('may come in the body, and JSON is taken as well as a form', async () => {
    const { apiUrl } = await slackForTest();
    const headers = { 'Content-Type': 'application/json; charset=utf-8' };
    const body = JSON.stringify({
      token: slackDefaults.botToken,
      channel,
      text: 'x',
      metadata: { event_type: 'a', event_payload: {} },
    });
    const response = await fetch(`${apiUrl}chat.postMessage`, { method: 'POST', headers, body });
    expect(await response.json()).toMatchObject({ ok: true, message: { metadata: { event_type: 'a' } } });
  });

  it('has scopes, which are told and enforced', async () => {
    const sandbox = await slackForTest();
    sandbox.control.setScopes('northwind', ['chat:write']);
    const web = webClient(sandbox);
    const answer = await web.chat.postMessage({ channel, text: 'x' });
    expect(answer.response_metadata).toMatchObject({ scopes: ['chat:write'], acceptedScopes: ['chat:write'] });
    await expect(web.users.info({ user: 'U0ALEX0001' })).rejects.toMatchObject({
      data: { error: 'missing_scope', needed: 'users:read', provided: 'chat:write' },
    });
    sandbox.control.turn({ scopesEnforced: false });
    expect((await web.users.info({ user: 'U0ALEX0001' })).ok).toBe(true);
  });

  it('of one workspace shows nothing of another', async () => {
    const sandbox = await slackForTest();
    const contoso = webClient(sandbox, sandbox.control.install('contoso').botToken);
    expect(await contoso.auth.test()).toMatchObject({ team: 'Contoso', user_id: 'UB0SANDBOX2' });
    await expect(contoso.chat.postMessage({ channel, text: 'x' })).rejects.toThrow('channel_not_found');
  });

  it('ends by being revoked or with the app', async () => {
    const sandbox = await slackForTest();
    const web = webClient(sandbox);
    await web.auth.revoke();
    await expect(web.auth.test()).rejects.toThrow('token_revoked');
    const { botToken } = sandbox.control.install('northwind');
    const again = webClient(sandbox, botToken);
    const { clientId: client_id, clientSecret: client_secret } = slackDefaults;
    await expect(again.apps.uninstall({ client_id, client_secret: 'x' })).rejects.toThrow('bad_client_secret');
    await again.apps.uninstall({ client_id, client_secret });
    await expect(again.auth.test()).rejects.toThrow('account_inactive');
  });
});

it.each(['chat.scheduleMessage', 'constructor'])('does not know %s', async (method) => {
  await expect(webClient(await slackForTest()).apiCall(method)).rejects.toThrow('unknown_method');
});
