/** Whose cloud it is. */
export interface Account {
  readonly sid: string;
  /** Signs webhooks and opens the API. */
  authToken: string;
  /** While tokens are rotated: opens the API, too, but signs nothing (§1.3). */
  secondaryAuthToken: string | undefined;
  /** Open the API, and sign nothing (§1.3). */
  readonly apiKeys: readonly ApiKey[];
}

/** SK… and its secret. */
export interface ApiKey {
  readonly sid: string;
  readonly secret: string;
}

/** Published, and good for nothing elsewhere. */
export const sandboxAccount: {
  readonly accountSid: string;
  readonly authToken: string;
  readonly apiKey: ApiKey;
  readonly number: string;
} = {
  accountSid: 'AC00000000000000000000000000000000',
  authToken: '0123456789abcdef0123456789abcdef',
  apiKey: { sid: 'SK00000000000000000000000000000000', secret: 'sandbox-api-key-secret' },
  number: '+12025550100',
};
