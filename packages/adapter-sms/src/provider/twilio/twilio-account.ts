/** How an account of Twilio's is reached. */
export interface TwilioAccount {
  readonly accountSid: string;
  /** All of them sign what comes in; the first opens the API unless there is a key. */
  readonly authTokens: readonly [string, ...string[]];
  readonly apiKey?: { readonly sid: string; readonly secret: string };
  readonly messagingServiceSid?: string;
  /** All of Twilio's hosts are here instead. */
  readonly apiUrl?: string;
}

/** User and password of the API. */
export function credentialsOf({ accountSid, authTokens, apiKey }: TwilioAccount): readonly [string, string] {
  return apiKey === undefined ? [accountSid, authTokens[0]] : [apiKey.sid, apiKey.secret];
}
