import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { slackManifest } from './manifest.ts';
import { botEvents, botScopes } from './scopes.ts';

const history = ['channels:history', 'groups:history', 'im:history', 'mpim:history'];

/** What each method of the Web API needs for what it is called for here (docs.slack.dev/reference/methods). */
const METHODS: Readonly<Record<string, readonly string[]>> = {
  'apps.uninstall': [],
  'auth.test': [],
  'chat.postMessage': ['chat:write'],
  'chat.postEphemeral': ['chat:write'],
  'chat.update': ['chat:write'],
  'conversations.history': history,
  'conversations.replies': history,
  // Names of channels that a text mentions.
  'conversations.info': ['channels:read', 'groups:read'],
  'conversations.open': ['im:write'],
  'files.info': ['files:read'],
  // Channels that the app is in, and direct messages with it.
  'users.conversations': ['channels:read', 'groups:read', 'im:read'],
  'users.info': ['users:read', 'users:read.email'],
  'views.open': [],
};
/** What else in the sources stands for a scope. */
const MARKS: readonly { readonly mark: RegExp; readonly scope: string }[] = [
  { mark: /\busername: /, scope: 'chat:write.customize' },
  { mark: /include_all_metadata: true/, scope: 'metadata.message:read' },
];
const EVENTS: Readonly<Record<string, readonly string[]>> = {
  app_mention: ['app_mentions:read'],
  app_uninstalled: [],
  channel_id_changed: ['channels:read', 'groups:read'],
  'message.channels': ['channels:history'],
  'message.groups': ['groups:history'],
  'message.im': ['im:history'],
  'message.mpim': ['mpim:history'],
  tokens_revoked: [],
};

function sources(): readonly string[] {
  const folder = fileURLToPath(new URL('.', import.meta.url));
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && !path.endsWith('.test.ts'))
    .map((path) => readFileSync(join(folder, path), 'utf8'));
}

function calledMethods(): readonly string[] {
  const calls = sources().flatMap((text) => [...text.matchAll(/\bclient\s*\.([a-z]+)\s*\.([A-Za-z]+)\(/g)]);
  return [...new Set(calls.map(([, group, method]) => `${group}.${method}`))].sort();
}

const manifest = (options: Partial<Parameters<typeof slackManifest>[0]> = {}) =>
  parse(
    slackManifest({
      name: 'Helpdesk',
      mode: 'http',
      url: 'https://bridge.example/channels/helpdesk',
      command: '/agent',
      oauth: false,
      ...options,
    }),
  );

it('asks for exactly the scopes that its calls, events and features need', () => {
  const called = calledMethods();
  expect(called).toContain('chat.postMessage');
  for (const method of called) expect(METHODS, method).toHaveProperty([method]);
  const marked = MARKS.filter(({ mark }) => sources().some((text) => mark.test(text))).map(({ scope }) => scope);
  const needed = [
    ...called.flatMap((method) => METHODS[method] ?? []),
    ...botEvents.flatMap((event) => EVENTS[event] ?? ['an event that is not known']),
    ...marked,
    'commands',
  ];
  expect([...new Set(needed)].sort()).toEqual([...botScopes].sort());
});

it('over http Slack is told where to post', () => {
  const { settings, features, oauth_config: oauth } = manifest();
  const events = 'https://bridge.example/channels/helpdesk/events';
  expect(settings.event_subscriptions).toEqual({ request_url: events, bot_events: botEvents });
  expect(settings.interactivity).toEqual({ is_enabled: true, request_url: events });
  expect(settings.socket_mode_enabled).toBe(false);
  expect(features.slash_commands).toMatchObject([{ command: '/agent', url: events, should_escape: true }]);
  expect(features.shortcuts.map(({ type }: { type: string }) => type)).toEqual(['message', 'global']);
  expect(oauth).toEqual({ scopes: { bot: botScopes } });
});

it('over sockets there is no address, but for where browsers come back to', () => {
  const text = slackManifest({ mode: 'socket', url: null });
  expect(text).not.toMatch(/http/);
  expect(parse(text)).toMatchObject({
    display_information: { name: 'Trunkline' },
    features: { slash_commands: [{ command: '/agent' }] },
    settings: { socket_mode_enabled: true },
  });
  expect(manifest({ mode: 'socket', oauth: true }).oauth_config.redirect_urls).toEqual([
    'https://bridge.example/channels/helpdesk/oauth_redirect',
  ]);
});

it('names an address to come back to only where Slack takes it', () => {
  const redirects = (url: string | null) => parse(slackManifest({ mode: 'http', url })).oauth_config.redirect_urls;
  expect(redirects('https://b.example/channels/x')).toEqual(['https://b.example/channels/x/oauth_redirect']);
  expect(redirects('http://127.0.0.1:8080/channels/x')).toBeUndefined();
  expect(slackManifest({ mode: 'http', url: null })).toMatch(/https:\/\/bridge\.example\.com\/channels\/slack\/events/);
});

it('keeps to what Slack takes of names and descriptions', () => {
  const { display_information: app, features } = manifest({ name: 'n'.repeat(50) });
  expect(app.name).toHaveLength(35);
  expect(app.description.length).toBeLessThanOrEqual(140);
  for (const { name, description } of features.shortcuts) {
    expect(name.length).toBeLessThanOrEqual(24);
    expect(description.length).toBeLessThanOrEqual(150);
  }
});

it('a name with marks of YAML stays a name', () => {
  expect(manifest({ name: 'IT: help #1' }).display_information.name).toBe('IT: help #1');
});
