import type { GenesysSandbox } from '../src/index.ts';
import type { EventTap } from './event-tap.ts';
import { tapEvents } from './event-tap.ts';

/** An HTTP answer, body parsed. */
export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: what it holds is what the tests are about.
  readonly body: any;
}

export interface CallOptions {
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export const guestBase = '/api/v2/webchat/guest/conversations';

/** A create that nothing is wrong with. */
export const goodCreate = {
  organizationId: 'org-1',
  deploymentId: 'dep-1',
  routingTarget: { targetType: 'QUEUE', targetAddress: 'Support' },
  memberInfo: { displayName: 'Ada', customFields: { plan: 'gold' } },
} as const;

export async function call(base: string, method: string, path: string, options: CallOptions = {}): Promise<Reply> {
  const response = await fetch(`${base}${path}`, {
    method,
    headers: { 'content-type': 'application/json', ...options.headers },
    ...(options.body !== undefined && {
      body: typeof options.body === 'string' ? options.body : JSON.stringify(options.body),
    }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text === '' ? undefined : JSON.parse(text) };
}

/** A guest with a chat of its own. */
export class Guest {
  readonly id: string;
  readonly memberId: string;
  readonly jwt: string;
  readonly eventStreamUri: string;
  readonly #base: string;

  constructor(base: string, created: { id: string; jwt: string; eventStreamUri: string; member: { id: string } }) {
    this.#base = base;
    this.id = created.id;
    this.jwt = created.jwt;
    this.eventStreamUri = created.eventStreamUri;
    this.memberId = created.member.id;
  }

  /** `path` is below the conversation. */
  call(method: string, path: string, options: CallOptions = {}): Promise<Reply> {
    const headers = { authorization: `Bearer ${this.jwt}`, ...options.headers };
    return call(this.#base, method, `${guestBase}/${this.id}${path}`, { ...options, headers });
  }

  say(body: string, bodyType = 'standard'): Promise<Reply> {
    return this.call('POST', `/members/${this.memberId}/messages`, { body: { body, bodyType } });
  }

  type(): Promise<Reply> {
    return this.call('POST', `/members/${this.memberId}/typing`);
  }

  leave(): Promise<Reply> {
    return this.call('DELETE', `/members/${this.memberId}`);
  }

  attach(): Promise<EventTap> {
    return tapEvents(this.eventStreamUri);
  }

  /** What was said, roles left out: joins and leaves are in brackets. */
  async history(): Promise<readonly string[]> {
    const { body } = await this.call('GET', '/messages');
    return body.entities.map((entry: { body: string; bodyType: string }) =>
      entry.bodyType === 'standard' ? entry.body : `[${entry.bodyType}]`,
    );
  }
}

export async function createGuest(sandbox: GenesysSandbox, create: object = goodCreate): Promise<Guest> {
  const { body } = await call(sandbox.url, 'POST', guestBase, { body: create });
  return new Guest(sandbox.url, body);
}
