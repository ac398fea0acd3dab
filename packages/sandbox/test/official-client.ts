import { unwatchFile } from 'node:fs';
import { createRequire } from 'node:module';

/** An answer of the vendor's client, with extended responses on. */
export interface ClientReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  // biome-ignore lint/suspicious/noExplicitAny: what it holds is what the tests are about.
  readonly body: any;
}

type Method = (...parameters: readonly unknown[]) => Promise<ClientReply>;

/** All that it can do (docs/guest-chat.md §5). */
export interface WebChatApi {
  readonly postWebchatGuestConversations: Method;
  readonly postWebchatGuestConversationMemberMessages: Method;
  readonly postWebchatGuestConversationMemberTyping: Method;
  readonly getWebchatGuestConversationMembers: Method;
  readonly getWebchatGuestConversationMember: Method;
  readonly deleteWebchatGuestConversationMember: Method;
  readonly getWebchatGuestConversationMessages: Method;
  readonly getWebchatGuestConversationMessage: Method;
  readonly getWebchatGuestConversationMediarequests: Method;
  readonly getWebchatGuestConversationMediarequest: Method;
  readonly patchWebchatGuestConversationMediarequest: Method;
}

interface ApiClient {
  config: { basePath: string; live_reload_config: boolean; readonly configPath: string };
  proxy: false;
  setJwt(jwt: string): void;
  setReturnExtendedResponses(on: boolean): void;
}

interface ClientModule {
  readonly ApiClient: ApiClient & { readonly constructor: new () => ApiClient };
  readonly WebChatApi: new (client: ApiClient) => WebChatApi;
}

// CommonJS, and its own types leave out what is needed here.
const require = createRequire(import.meta.url);
const { ApiClient: first, WebChatApi } = require('purecloud-guest-chat-client') as ClientModule;

// Every client polls a file in the home directory from its construction on.
unwatchFile(first.config.configPath);

/** The vendor's client, one of its own per chat, with its defect worked round by the recipe of §5. */
export function officialClient(basePath: string): { readonly client: ApiClient; readonly api: WebChatApi } {
  const client = new first.constructor();
  unwatchFile(client.config.configPath);
  client.config.live_reload_config = false;
  client.config.basePath = basePath;
  client.proxy = false;
  Object.defineProperty(client, 'defaultHeaders', { get: () => ({}) });
  client.setReturnExtendedResponses(true);
  return { client, api: new WebChatApi(client) };
}
