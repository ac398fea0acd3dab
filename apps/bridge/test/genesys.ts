export interface SandboxConversation {
  readonly id: string;
  readonly state: string;
  readonly displayName: string;
  readonly sockets: number;
  readonly createdAt: string;
}

interface SandboxMessage {
  readonly body: string;
  readonly bodyType: string;
  readonly sender: { readonly role: string };
}

/** What the sandbox's Genesys has, as its control API tells it. */
export class Genesys {
  readonly #url: string;

  constructor(url: string) {
    this.#url = `${url}/_sandbox`;
  }

  async conversations(): Promise<readonly SandboxConversation[]> {
    const { items } = await this.#get<{ items: readonly SandboxConversation[] }>('/conversations');
    return items;
  }

  /** What one customer said to agents, chat after chat, in the order of the history. */
  async heard(displayName: string): Promise<readonly string[]> {
    return await this.#said(displayName, 'CUSTOMER');
  }

  /** What agents said to one customer. */
  async answered(displayName: string): Promise<readonly string[]> {
    return await this.#said(displayName, 'AGENT');
  }

  async messages(id: string): Promise<readonly SandboxMessage[]> {
    return (await this.#get<{ messages: readonly SandboxMessage[] }>(`/conversations/${id}`)).messages;
  }

  async post(path: string, body: object = {}): Promise<void> {
    const response = await fetch(this.#url + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  }

  async #said(displayName: string, role: string): Promise<readonly string[]> {
    const chats = (await this.conversations()).filter((chat) => chat.displayName === displayName);
    chats.sort((a, b) => (a.createdAt < b.createdAt ? -1 : 1));
    const said: string[] = [];
    for (const { id } of chats) {
      const { messages } = await this.#get<{ messages: readonly SandboxMessage[] }>(`/conversations/${id}`);
      for (const { body, bodyType, sender } of messages)
        if (bodyType === 'standard' && sender.role === role) said.push(body);
    }
    return said;
  }

  async #get<T>(path: string): Promise<T> {
    const response = await fetch(this.#url + path);
    if (!response.ok) throw new Error(`${path}: ${response.status}`);
    return (await response.json()) as T;
  }
}
