import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../../test/manual-clock.ts';
import { heard, slackForTest, socketClient, webClient } from '../../../test/slack-sandbox.ts';
import type { SlackSandbox } from '../../index.ts';
import { slackDefaults } from '../start-slack.ts';

const redirectUri = 'http://127.0.0.1:9/channels/helpdesk/oauth_redirect';
const client = { client_id: slackDefaults.clientId, client_secret: slackDefaults.clientSecret };

function ask({ url }: SlackSandbox, more: Record<string, string> = {}): Promise<Response> {
  const asked = { client_id: client.client_id, scope: 'chat:write,commands', redirect_uri: redirectUri, state: 's-1' };
  return fetch(`${url}/oauth/v2/authorize?${new URLSearchParams({ ...asked, ...more })}`, { redirect: 'manual' });
}

/** Somebody allows it; the code that the app is sent back with. */
async function allow(sandbox: SlackSandbox): Promise<string> {
  const location = new URL((await ask(sandbox, { team: 'contoso' })).headers.get('location') ?? '');
  expect([`${location.origin}${location.pathname}`, location.searchParams.get('state')]).toEqual([redirectUri, 's-1']);
  return location.searchParams.get('code') ?? '';
}

describe('an install', () => {
  it('asks somebody, and gives a token for a code, once', async () => {
    const sandbox = await slackForTest();
    const page = await (await ask(sandbox)).text();
    expect(page).toContain('Allow in Contoso');
    expect(page).toContain('<li>chat:write</li>');
    const code = await allow(sandbox);
    const web = webClient(sandbox, '');
    const answer = await web.oauth.v2.access({ ...client, code, redirect_uri: redirectUri });
    expect(answer).toMatchObject({
      app_id: 'A0SANDBOX1',
      token_type: 'bot',
      scope: 'chat:write,commands',
      bot_user_id: 'UB0SANDBOX2',
      team: { id: 'T0SANDBOX2', name: 'Contoso' },
      authed_user: { id: 'U0MIRA0001' },
      is_enterprise_install: false,
    });
    expect(answer).not.toHaveProperty('refresh_token');
    expect(await webClient(sandbox, answer.access_token).auth.test()).toMatchObject({ team_id: 'T0SANDBOX2' });
    await expect(web.oauth.v2.access({ ...client, code })).rejects.toThrow('code_already_used');
  });

  it('can be declined, or need nobody', async () => {
    const sandbox = await slackForTest({ autoInstall: 'contoso' });
    expect((await ask(sandbox)).headers.get('location')).toMatch(/code=\w+&state=s-1$/);
    expect((await ask(sandbox, { deny: '1' })).headers.get('location')).toBe(
      `${redirectUri}?error=access_denied&state=s-1`,
    );
  });

  it('refuses who is not the app, and codes that are not its', async () => {
    const sandbox = await slackForTest();
    expect((await ask(sandbox, { client_id: 'x' })).status).toBe(400);
    expect((await ask(sandbox, { redirect_uri: 'nowhere' })).status).toBe(400);
    const web = webClient(sandbox, '');
    await expect(web.oauth.v2.access({ ...client, code: 'x' })).rejects.toThrow('invalid_code');
    const code = await allow(sandbox);
    await expect(web.oauth.v2.access({ ...client, client_secret: 'x', code })).rejects.toThrow('bad_client_secret');
    await expect(web.oauth.v2.access({ ...client, code, redirect_uri: 'http://other' })).rejects.toThrow(
      'bad_redirect_uri',
    );
  });

  it('is undone, which the app is told', async () => {
    const sandbox = await slackForTest();
    const socket = await socketClient(sandbox);
    const types: string[] = [];
    const both = new Promise<void>((resolve) => {
      socket.on('slack_event', ({ ack, body }) => {
        void ack();
        if (types.push(body.event.type) === 2) resolve();
      });
    });
    sandbox.control.uninstall('northwind');
    await both;
    expect(types.sort()).toEqual(['app_uninstalled', 'tokens_revoked']);
    await expect(webClient(sandbox).auth.test()).rejects.toThrow('account_inactive');
    expect(() => sandbox.control.uninstall('northwind')).toThrow('not installed');
  });

  it('loses its token, which the app is told', async () => {
    const sandbox = await slackForTest();
    const socket = await socketClient(sandbox);
    const coming = heard(socket);
    sandbox.control.revokeTokens();
    const { body, ack } = await coming;
    await ack();
    expect(body.event).toEqual({ type: 'tokens_revoked', tokens: { oauth: [], bot: ['UB0SANDBOX1'] } });
    await expect(webClient(sandbox).auth.test()).rejects.toThrow('token_revoked');
  });
});

describe('rotation', () => {
  it('lets tokens expire and refreshes them, each refresh token once', async () => {
    const clock = new ManualClock();
    const sandbox = await slackForTest({ clock, tokenRotation: true });
    const web = webClient(sandbox, '');
    const first = await web.oauth.v2.access({ ...client, code: await allow(sandbox) });
    expect(first.expires_in).toBe(43_200);
    clock.advance(43_200_000);
    await expect(webClient(sandbox, first.access_token).auth.test()).rejects.toThrow('token_expired');
    const refresh = { ...client, grant_type: 'refresh_token', refresh_token: first.refresh_token ?? '' } as const;
    const second = await web.oauth.v2.access(refresh);
    expect((await webClient(sandbox, second.access_token).auth.test()).ok).toBe(true);
    await expect(web.oauth.v2.access(refresh)).rejects.toThrow('invalid_refresh_token');
  });

  it('is begun by exchanging a token that does not expire', async () => {
    const sandbox = await slackForTest({ tokenRotation: true });
    const web = webClient(sandbox, '');
    const exchanged = await web.oauth.v2.exchange({ ...client, token: slackDefaults.botToken });
    expect(exchanged).toMatchObject({ refresh_token: expect.any(String), expires_in: 43_200 });
    expect((await webClient(sandbox, exchanged.access_token).auth.test()).ok).toBe(true);
  });
});
