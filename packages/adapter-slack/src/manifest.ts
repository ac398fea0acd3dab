import { stringify } from 'yaml';
import { botEvents, botScopes } from './scopes.ts';

/** Of the message's menu and of everybody's. */
const SHORTCUT = 'ask_agent';
const SHORTCUT_NAME = 'Talk to an agent';
/** What Slack takes of a name. */
const LONGEST_NAME = 35;
const NO_HOST = 'https://bridge.example.com/channels/slack';

export interface ManifestOptions {
  /** Of the app and its bot. Default `Trunkline`. */
  readonly name?: string;
  /** `socket`: Slack needs to know no address of the bridge. */
  readonly mode: 'socket' | 'http';
  /** Where the outside reaches the channel, without a trailing slash; null: an example stands there to be replaced. */
  readonly url: string | null;
  /** With its slash. Default `/agent`. */
  readonly command?: string;
  /** Whether workspaces install it at the bridge, which Slack sends browsers back to. Default: where `url` is https. */
  readonly oauth?: boolean;
}

/** What Slack builds an app from (docs.slack.dev/reference/app-manifest), as YAML. */
export function slackManifest(options: ManifestOptions): string {
  const { name = 'Trunkline', mode, url, command = '/agent' } = options;
  const base = url ?? NO_HOST;
  const { oauth = url?.startsWith('https://') ?? false } = options;
  const events = mode === 'http' ? `${base}/events` : null;
  const shown = [...name].slice(0, LONGEST_NAME).join('');
  const manifest = {
    _metadata: { major_version: 2, minor_version: 1 },
    display_information: { name: shown, description: 'Talk to an agent of the contact centre in a thread' },
    features: {
      app_home: { home_tab_enabled: false, messages_tab_enabled: true, messages_tab_read_only_enabled: false },
      bot_user: { display_name: shown, always_online: true },
      shortcuts: [
        { name: SHORTCUT_NAME, type: 'message', callback_id: SHORTCUT, description: 'An agent joins the thread' },
        { name: SHORTCUT_NAME, type: 'global', callback_id: SHORTCUT, description: 'Ask an agent from anywhere' },
      ],
      slash_commands: [
        {
          command,
          ...(events !== null && { url: events }),
          description: SHORTCUT_NAME,
          usage_hint: 'my laptop is broken',
          should_escape: true,
        },
      ],
    },
    oauth_config: {
      ...(oauth && { redirect_urls: [`${base}/oauth_redirect`] }),
      scopes: { bot: botScopes },
    },
    settings: {
      event_subscriptions: { ...(events !== null && { request_url: events }), bot_events: botEvents },
      interactivity: { is_enabled: true, ...(events !== null && { request_url: events }) },
      org_deploy_enabled: false,
      socket_mode_enabled: mode === 'socket',
      token_rotation_enabled: false,
    },
  };
  return stringify(manifest, { lineWidth: 0 });
}
