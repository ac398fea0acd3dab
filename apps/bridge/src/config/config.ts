interface RoutingConfig {
  readonly queue: string;
  readonly skills?: readonly string[] | undefined;
  readonly language?: string | undefined;
  readonly priority?: number | undefined;
}

interface GuestChatConfig {
  readonly organizationId: string;
  readonly deploymentId: string;
}

export interface ContactCenterConfig {
  readonly transport: string;
  readonly region?: string | undefined;
  readonly apiUrl?: string | undefined;
  readonly routing: RoutingConfig;
  readonly guestChat?: GuestChatConfig | undefined;
}

/** Milliseconds; null: never. */
interface MaxAgeConfig {
  readonly toAgent?: number | null | undefined;
  readonly toCustomer?: number | null | undefined;
}

type ContactCenterOverrides = {
  readonly [Key in keyof ContactCenterConfig]?: ContactCenterConfig[Key] | undefined;
};

/** One channel as written. A built-in adapter's own options stand beside the named keys. */
export interface ChannelConfig extends ContactCenterOverrides {
  readonly adapter: string;
  readonly maxAge?: MaxAgeConfig | undefined;
  readonly options?: Readonly<Record<string, unknown>> | undefined;
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
  readonly store: { readonly url: string };
  readonly server: AddressConfig & { readonly publicUrl?: string | undefined };
  readonly admin: AddressConfig;
  readonly log: { readonly level: LogLevel };
}
