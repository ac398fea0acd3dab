import type { OnSilence, Routing, SystemTexts } from '@trunkline/core';

type Optional<T> = { readonly [Key in keyof T]?: T[Key] | undefined };

export interface RoutingConfig extends Pick<Routing, 'queue'>, Optional<Omit<Routing, 'queue'>> {
  readonly noAgentAfter?: NoAgentConfig | undefined;
}

export interface NoAgentConfig {
  readonly afterMs: number;
  readonly leave: boolean;
}

/** Where the token comes from that proves to the contact centre who a customer is. */
export type MemberAuthTokenConfig =
  | { readonly from: 'command'; readonly command: readonly string[]; readonly timeoutMs: number }
  | {
      readonly from: 'url';
      readonly url: string;
      readonly headers: Readonly<Record<string, string>>;
      readonly timeoutMs: number;
    };

export interface GuestChatConfig {
  readonly organizationId: string;
  readonly deploymentId: string;
  readonly memberAuthToken?: MemberAuthTokenConfig | undefined;
  readonly knobs?: GuestChatKnobsConfig | undefined;
}

/** Those knobs of guest chat that the config has, under the names of the transport. */
interface GuestChatKnobsConfig {
  readonly heartbeatMs?: number;
  readonly graceMs?: number;
  readonly silenceEndsMs?: number;
  readonly typingIntervalMs?: number;
  readonly activationProbeMs?: number;
  readonly activationWindowMs?: number;
  readonly requestTimeoutMs?: number;
  readonly landsWithinMs?: number;
  readonly connections?: number;
}

export interface ContactCenterConfig {
  readonly transport: string;
  readonly region?: string | undefined;
  readonly apiUrl?: string | undefined;
  readonly routing: RoutingConfig;
  readonly guestChat?: GuestChatConfig | undefined;
  readonly texts?: Optional<SystemTexts> | undefined;
  readonly onSilence?: OnSilence | undefined;
}

/** Milliseconds; null: never. */
interface MaxAgeConfig {
  readonly toAgent?: number | null | undefined;
  readonly toCustomer?: number | null | undefined;
}

/** One channel as written. A built-in adapter's own options stand beside the named keys. */
export interface ChannelConfig extends Optional<ContactCenterConfig> {
  readonly adapter: string;
  readonly maxAge?: MaxAgeConfig | undefined;
  readonly maskCardNumbers?: boolean | undefined;
  readonly retention?: RetentionConfig | null | undefined;
  readonly options?: Readonly<Record<string, unknown>> | undefined;
}

/** Milliseconds. */
interface RetentionConfig {
  readonly after: number;
}

export interface AddressConfig {
  readonly host: string;
  readonly port: number;
}

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/** The whole config file after interpolation, with every default filled in. */
export interface BridgeConfig {
  readonly contactCenter: ContactCenterConfig;
  readonly channels: Readonly<Record<string, ChannelConfig>>;
  /** `encryptionKey`: the first encrypts, each decrypts. */
  readonly store: { readonly url: string; readonly encryptionKey?: readonly string[] | undefined };
  readonly retention: RetentionConfig | null;
  readonly maskCardNumbers: boolean;
  readonly server: AddressConfig & { readonly publicUrl?: string | undefined };
  readonly admin: AddressConfig;
  readonly log: { readonly level: LogLevel };
}
