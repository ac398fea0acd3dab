import type { ChannelReply } from '@trunkline/core';
import { channelRequest } from '@trunkline/core/testing';
import { slackDefaults } from '@trunkline/sandbox';
import { expect } from 'vitest';
import type { OAuthOptions } from '../src/options.ts';
import { inRig, type Rig, type RigOptions } from './slack-rig.ts';

const PUBLIC = 'https://bridge.example.com/channels/helpdesk';
export const CONTOSO = 'T0SANDBOX2';

export const oauth: OAuthOptions = {
  clientId: slackDefaults.clientId,
  clientSecret: slackDefaults.clientSecret,
  stateSecret: 'state-secret-0123456789',
  encryptionKey: 'encryption-key-0123456789',
};

function withOAuth(changes: RigOptions = {}): RigOptions {
  return {
    ...changes,
    context: { publicUrl: PUBLIC, ...changes.context },
    sandbox: { scopesEnforced: true, ...changes.sandbox },
  };
}

/** The address of the sandbox is known only once it runs. */
export async function inInstalledRig(changes: RigOptions, run: (rig: Rig) => Promise<void>): Promise<void> {
  await inRig(
    withOAuth({
      ...changes,
      options: {
        oauth,
        ...changes.options,
      },
    }),
    run,
  );
}

/** What a browser does: the page, its button, Slack's consent, and back. */
export async function install(
  { adapter, slack }: Rig,
  team: string,
  changes: { readonly state?: string } = {},
): Promise<ChannelReply> {
  const page = await adapter.handle(channelRequest({ method: 'GET', url: '/install' }));
  const [, link = ''] = /href="(https:\/\/slack\.com\/oauth[^"]+)"/.exec(String(page.body)) ?? [];
  const consent = new URL(link.replaceAll('&amp;', '&'));
  expect(consent.searchParams.get('redirect_uri')).toBe(`${PUBLIC}/oauth_redirect`);
  const asked = new URL(`${slack.url}${consent.pathname}${consent.search}`);
  asked.searchParams.set('team', team);
  const answer = await fetch(asked, { redirect: 'manual' });
  const back = new URL(answer.headers.get('location') ?? '');
  if (changes.state !== undefined) back.searchParams.set('state', changes.state);
  const [cookie = ''] = (page.headers?.['set-cookie'] ?? '').split(';');
  return await adapter.handle(
    channelRequest({ method: 'GET', url: `/oauth_redirect${back.search}`, headers: { cookie } }),
  );
}
