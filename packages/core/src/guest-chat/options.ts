import type { OpenRequest } from '../contracts/contact-center.ts';
import type { Clock, Logger } from '../contracts/runtime.ts';
import { GuestChatAddressError, regionApiUrl } from './regions.ts';

export type GuestChatOptions = {
  readonly organizationId: string;
  readonly deploymentId: string;
  readonly clock: Clock;
  readonly logger: Logger;
  /**
   * Vouches for a customer to a deployment that requires authentication: the token goes into the chat as
   * `memberAuthToken`. Asked before each chat is created; where it rejects, none is, and the route is tried again later.
   */
  readonly memberAuthToken?: (request: OpenRequest, signal: AbortSignal) => Promise<string>;
  readonly knobs?: Partial<GuestChatKnobs>;
} & (
  | { readonly region: string; readonly apiUrl?: never }
  /** Decides what is trusted: only with `http:` may the event stream be unencrypted. */
  | { readonly apiUrl: string; readonly region?: never }
);

/** What may be turned. The defaults follow what is publicly known of the service. */
export interface GuestChatKnobs {
  /** For each REST call from its first byte to the last of the answer. */
  readonly requestTimeoutMs: number;
  readonly connectTimeoutMs: number;
  /** How many REST connections there may be. */
  readonly connections: number;
  /** How long a write may still land after its request was given up. */
  readonly landsWithinMs: number;
  /** From dialling the event stream until it is open. */
  readonly handshakeTimeoutMs: number;
  readonly heartbeatMs: number;
  /** A stream that was silent for more than this many heartbeats is taken for dead. */
  readonly silentHeartbeats: number;
  readonly typingIntervalMs: number;
  /** How long an agent's leaving may wait for a sign whether it was a transfer or the end, before the own member is read. */
  readonly departureRecheckMs: number;
  readonly activationProbeMs: number;
  readonly activationWindowMs: number;
  /** How long the guest stays in a chat without a socket. */
  readonly graceMs: number;
  /** How long an agent is left without a word of the guest before the chat is ended. */
  readonly silenceEndsMs: number;
}

export const defaultGuestChatKnobs: GuestChatKnobs = {
  requestTimeoutMs: 10_000,
  connectTimeoutMs: 5_000,
  connections: 256,
  landsWithinMs: 5_000,
  handshakeTimeoutMs: 10_000,
  heartbeatMs: 30_000,
  silentHeartbeats: 2.5,
  typingIntervalMs: 3_000,
  departureRecheckMs: 1_000,
  activationProbeMs: 3_000,
  activationWindowMs: 30_000,
  graceMs: 120_000,
  silenceEndsMs: 900_000,
};

/** Where the API is. Throws GuestChatAddressError when the options name nothing that could be called. */
export function apiUrlOf(options: GuestChatOptions): URL {
  const address = options.region === undefined ? options.apiUrl : regionApiUrl(options.region);
  if (address === null) throw new GuestChatAddressError(`There is no Genesys Cloud region "${options.region}".`);
  const url = URL.canParse(address) ? new URL(address) : null;
  if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:'))
    throw new GuestChatAddressError('apiUrl is not an http or https address.');
  return url;
}
