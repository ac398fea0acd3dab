import {
  type Clock,
  type ContactCenter,
  createEngine,
  type Engine,
  type EngineOptions,
  type Logger,
  TrunklineError,
} from '@trunkline/core';
import type { MemberAuthToken } from './compose/member-auth-token/member-auth-token.ts';
import type { ContactCenterConfig } from './config/config.ts';
import { withoutUndefined } from './config/without-undefined.ts';

/** Concrete names, all of them. Nothing else in the bridge knows what a channel, a store or a transport is made of. */
export interface Wiring {
  /** Built-in adapters by the name that the config uses. */
  readonly adapters: Readonly<Record<string, BuiltInAdapter>>;
  /** Store packages by URL scheme. */
  readonly stores: Readonly<Record<string, string>>;
  readonly transports: Readonly<Record<string, Transport>>;
  readonly createEngine: (options: EngineOptions) => Engine;
  readonly importModule: (specifier: string) => Promise<unknown>;
  /** After that, a module that is still loading is given up. */
  readonly importTimeoutMs: number;
  /** The manifest that a Slack app is made from, as YAML. */
  readonly slackManifest: (request: SlackManifestRequest) => Promise<string>;
}

export interface SlackManifestRequest {
  /** What the app is called. */
  readonly name?: string;
  /** The slash command. */
  readonly command?: string;
  /** Where Slack reaches the channel, without a trailing slash; null: nowhere. */
  readonly url: string | null;
  /** The channel as written in the config, not checked. */
  readonly options: Readonly<Record<string, unknown>>;
}

export interface BuiltInAdapter {
  readonly package: string;
  /** Channel keys that mean something else to this adapter than to the bridge, and are left to it. */
  readonly ownKeys: readonly string[];
}

export interface Transport {
  readonly package: string;
  /** Absent: the package does not come with the bridge. */
  readonly load?: () => Promise<LoadedTransport>;
}

interface LoadedTransport {
  readonly create: CreateContactCenter;
  /** For suggestions. */
  readonly regions: readonly string[];
  knowsRegion(name: string): boolean;
  /** Where the API is that the settings lead to. */
  apiUrl(settings: ContactCenterConfig): string;
}

export type CreateContactCenter = (settings: ContactCenterConfig, runtime: ContactCenterRuntime) => ContactCenter;

export interface ContactCenterRuntime {
  readonly clock: Clock;
  readonly logger: Logger;
  /** Where the deployment wants to know who its customers are. */
  readonly memberAuthToken?: MemberAuthToken;
}

export const wiring: Wiring = {
  adapters: {
    http: { package: '@trunkline/adapter-http', ownKeys: [] },
    sms: { package: '@trunkline/adapter-sms', ownKeys: ['apiUrl'] },
    slack: { package: '@trunkline/adapter-slack', ownKeys: ['apiUrl'] },
  },
  stores: {
    sqlite: '@trunkline/store-sqlite',
    postgres: '@trunkline/store-postgres',
    postgresql: '@trunkline/store-postgres',
  },
  transports: {
    'guest-chat': { package: '@trunkline/core', load: loadGuestChat },
    'open-messaging': { package: '@trunkline/genesys-open-messaging' },
    'web-messaging': { package: '@trunkline/genesys-web-messaging' },
  },
  createEngine,
  importModule: (specifier) => import(/* @vite-ignore */ specifier),
  importTimeoutMs: 10_000,
  slackManifest: loadSlackManifest,
};

async function loadSlackManifest(request: SlackManifestRequest): Promise<string> {
  const exported: object = await import('@trunkline/adapter-slack');
  const { slackManifest } = exported as { readonly slackManifest?: (request: object) => string };
  if (slackManifest === undefined)
    throw new TrunklineError('command.failed', 'the Slack adapter of this bridge makes no manifests');
  const { name, command, url, options } = request;
  const { mode = url === null ? 'socket' : 'http', command: configured, oauth, botToken } = options;
  const told = withoutUndefined({
    name,
    command: command ?? configured,
    // Written down, one or the other decides; without a config the address does.
    oauth: oauth !== undefined ? true : botToken !== undefined ? false : undefined,
  });
  return slackManifest({ ...told, mode, url });
}

async function loadGuestChat(): Promise<LoadedTransport> {
  const { createGuestChat, genesysRegions, regionApiUrl } = await import('@trunkline/core/guest-chat');
  return {
    regions: genesysRegions.flatMap(({ domain, awsRegion }) => [domain, awsRegion]),
    knowsRegion: (name) => regionApiUrl(name) !== null,
    apiUrl: ({ apiUrl, region }) => apiUrl ?? regionApiUrl(region ?? '') ?? '',
    create({ guestChat, region, apiUrl }, runtime) {
      if (guestChat === undefined) throw new TypeError('guest chat without its settings');
      const place = apiUrl === undefined ? { region: region ?? '' } : { apiUrl };
      const { memberAuthToken: _, ...settings } = guestChat;
      return createGuestChat({ ...withoutUndefined(settings), ...place, ...runtime });
    },
  };
}
