/**
 * Whoever carries text messages, behind a port: another provider is another folder beside `twilio`. A provider signs,
 * parses, sends and lists; what follows from that is decided outside of it. It starts nothing by itself.
 */
export interface SmsProvider {
  /** Whether the provider itself made this request. Never throws. */
  isGenuine(request: SignedRequest): boolean;
  /** What came in; null: the request holds no message. */
  parseInbound(parameters: Parameters): InboundSms | null;
  /** What became of a message that was sent; null: the request does not tell. */
  parseStatus(parameters: Parameters): SmsStatus | null;

  /** Sends one message, once. Never rejects. */
  send(sms: OutboundSms, signal: AbortSignal): Promise<SendResult>;
  /** What has become of a message; null: the provider does not know it any more. */
  fetchStatus(sid: string, signal: AbortSignal): Promise<SmsStatus | null>;
  /** What was sent to somebody by the API since then, the oldest first. */
  listSent(search: SentSearch, signal: AbortSignal): Promise<SentList>;
  /** What came in since then, the oldest first; `numbers` null: to any number of the account. */
  listReceived(search: ReceivedSearch, signal: AbortSignal): Promise<readonly InboundSms[]>;
  /** What came in and what the API sent since then, the oldest first. */
  listExchanged(search: ReceivedSearch, signal: AbortSignal): Promise<readonly ExchangedSms[]>;
  /** A file of a message that came in; `index` counts from 0. */
  fetchMedia(file: MediaRef, signal: AbortSignal): Promise<FetchedMedia>;
  /** How numbers are set up. Rejects with a ProviderUnavailableError if nobody can say. */
  setups(numbers: readonly string[] | null, signal: AbortSignal): Promise<readonly NumberSetup[]>;
  close(): Promise<void>;
}

/** One that carries many messages is loaded when it is needed. */
export type LoadProvider = () => Promise<SmsProvider>;

export type Parameters = Readonly<Record<string, string | readonly string[]>>;

export interface SignedRequest {
  readonly method: string;
  /** As the provider knows it: scheme, host, path and query. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: Uint8Array;
  /** Of the body or, without one, of the query. */
  readonly parameters: Parameters;
}

export type Keyword = 'stop' | 'start' | 'help';

export interface InboundSms {
  readonly sid: string;
  readonly from: string;
  readonly to: string;
  readonly text: string;
  /** The pool of senders that it came in through. */
  readonly service: string | null;
  readonly segments: number;
  readonly media: readonly { readonly contentType: string | null }[];
  /** What the provider itself made of it; null: nothing, or it does not tell. */
  readonly keyword: Keyword | null;
  /** Where the sender's number is from, as far as known. */
  readonly place: { readonly city?: string; readonly state?: string; readonly country?: string };
  /** When it came in, epoch milliseconds; null: just now. */
  readonly at: number | null;
}

export interface SmsStatus {
  readonly sid: string;
  /** `taken`: the provider has it, and it may be on its way. */
  readonly state: 'taken' | 'delivered' | 'failed';
  /** Of `failed`. */
  readonly error: ProviderError | null;
}

export interface OutboundSms {
  readonly from: string;
  readonly to: string;
  /** Empty if only files are sent. */
  readonly text: string;
  readonly mediaUrls: readonly string[];
  /** Where to tell what becomes of it; null: nowhere. */
  readonly statusUrl: string | null;
}

export type SendResult =
  | { readonly result: 'taken'; readonly sid: string; readonly at: number | null }
  /** Certainly not taken. */
  | { readonly result: 'refused'; readonly error: ProviderError }
  /** It may have been taken. */
  | { readonly result: 'open'; readonly error: ProviderError };

/**
 * `permanent`: this text will never reach this number. `optedOut`: they asked for no more. `throttled`: less, later.
 * `oneRetry`: it may arrive if it is sent once more. `configuration`: nothing will until somebody changes the account.
 * `unavailable`: the provider cannot be reached or is in trouble.
 */
export type ErrorKind = 'permanent' | 'optedOut' | 'throttled' | 'oneRetry' | 'configuration' | 'unavailable';

export interface ProviderError {
  /** With the provider's name in front, e.g. `twilio.30003`. */
  readonly code: string;
  readonly kind: ErrorKind;
  /** For agents: what is wrong, with the provider's code. Holds no number and no text. */
  readonly human: string;
  readonly retryAfterMs?: number;
}

export interface SentSearch {
  readonly to: string;
  /** Epoch milliseconds, by the provider's clock. */
  readonly since: number;
}

export interface ReceivedSearch {
  readonly numbers: readonly string[] | null;
  readonly since: number;
}

interface SentList {
  readonly messages: readonly ListedSms[];
  /** What the provider's clock said when it answered; null: it did not tell. */
  readonly clock: number | null;
}

export interface ListedSms {
  readonly sid: string;
  /** Null until a pool has chosen it. */
  readonly from: string | null;
  readonly service: string | null;
  readonly text: string;
  readonly at: number;
}

/** A message as the provider's books have it. */
export interface ExchangedSms extends Pick<SmsStatus, 'sid'> {
  readonly direction: 'in' | 'out';
  readonly ours: string;
  readonly theirs: string;
  readonly text: string;
  /** As of a status; null: one that is not known. */
  readonly state: SmsStatus['state'] | null;
  readonly at: number;
  /** When its state last changed. */
  readonly changedAt: number;
}

export interface MediaRef {
  readonly sid: string;
  readonly index: number;
}

/** `bytes` are what came, whatever anybody says that it is. */
export type FetchedMedia =
  | { readonly media: 'here'; readonly bytes: Uint8Array; readonly contentType: string | null }
  | { readonly media: 'gone' | 'tooLarge' | 'unavailable' };

/** How one number is set up with the provider. */
export interface NumberSetup {
  readonly number: string;
  /** False: the account has no such number. */
  readonly owned: boolean;
  /** Where what comes in goes to in the end, and by whose setting. */
  readonly inbound: WebhookSetup;
  readonly fallback: WebhookSetup;
  /** The pool of senders that it is in. */
  readonly service: string | null;
  /** The pool's setting counts, and not the number's. */
  readonly overridden: boolean;
}

export interface WebhookSetup {
  readonly url: string;
  readonly method: string;
}
