import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ChannelReply, ChannelRequest } from '@trunkline/core';

/**
 * Slack's InstallProvider writes to Node's own request and response, which the bridge's host keeps to itself. These have
 * as much of them as it uses.
 */
export class CapturedResponse {
  #status = 200;
  #body = '';
  readonly #headers: Record<string, string> = {};

  setHeader(name: string, value: number | string | readonly string[]): this {
    this.#headers[name.toLowerCase()] = String(Array.isArray(value) ? value.at(-1) : value);
    return this;
  }

  getHeader(name: string): string | undefined {
    return this.#headers[name.toLowerCase()];
  }

  writeHead(status: number, headers: Readonly<Record<string, string>> = {}): this {
    this.#status = status;
    for (const [name, value] of Object.entries(headers)) this.setHeader(name, value);
    return this;
  }

  end(body: string = ''): this {
    this.#body = body;
    return this;
  }

  get reply(): ChannelReply {
    return { status: this.#status, headers: { 'cache-control': 'no-store', ...this.#headers }, body: this.#body };
  }

  asNode(): ServerResponse {
    return this as unknown as ServerResponse;
  }
}

export function asNodeRequest({ method, url, headers }: ChannelRequest): IncomingMessage {
  return { method, url, headers: { host: 'bridge', ...headers } } as unknown as IncomingMessage;
}
