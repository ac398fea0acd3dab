import type { ZodType } from 'zod';
import type { OpenRequest, OutboundText } from '../../contracts/contact-center.ts';
import type { GuestSession } from '../guest-session.ts';
import type { Http, HttpRequest } from './http.ts';
import { type Answer, refusalOf } from './refusal.ts';
import {
  type ChatMessage,
  type CreatedChat,
  chatMessage,
  createdChat,
  entityList,
  listedMember,
  type Member,
  memberFacts,
  writtenMessage,
} from './schemas.ts';

const root = '/api/v2/webchat/guest/conversations';
/** The most that one page of history may hold, by the published schema. */
export const HISTORY_PAGE = 100;
const MEMBERS_PAGE = 100;

export interface Deployment {
  readonly organizationId: string;
  readonly deploymentId: string;
}

/** A page of history; `size` also counts entries that could not be read. */
export interface HistoryPage {
  readonly messages: readonly ChatMessage[];
  readonly size: number;
}

/** The operations of the guest chat API that a bridge needs, each one call. */
export class GuestApi {
  readonly #http: Http;
  readonly #deployment: Deployment;

  constructor(http: Http, deployment: Deployment) {
    this.#http = http;
    this.#deployment = deployment;
  }

  create({ customer, routing }: OpenRequest, signal: AbortSignal): Promise<Answer<CreatedChat>> {
    const { queue, skills, language, priority } = routing;
    const { displayName, email, phone, attributes } = customer;
    const body = {
      ...this.#deployment,
      routingTarget: { targetType: 'QUEUE', targetAddress: queue, skills, language, priority },
      memberInfo: { displayName, email, phoneNumber: phone, customFields: attributes },
    };
    return this.#ask({ method: 'POST', path: root, body }, createdChat, signal);
  }

  postMessage(guest: GuestSession, text: OutboundText, signal: AbortSignal): Promise<Answer<{ readonly id: string }>> {
    const body = { body: text.text, bodyType: text.kind };
    return this.#ask({ ...own(guest, '/messages'), method: 'POST', body }, writtenMessage, signal);
  }

  async postTyping(guest: GuestSession): Promise<void> {
    await this.#http.call({ ...own(guest, '/typing'), method: 'POST' });
  }

  async leave(guest: GuestSession, signal: AbortSignal): Promise<Answer<null>> {
    const reply = await this.#http.call({ ...own(guest), method: 'DELETE' }, signal);
    const done = reply.kind === 'answered' && reply.status >= 200 && reply.status < 300;
    return done ? { ok: true, value: null } : { ok: false, refusal: refusalOf(reply) };
  }

  async member(guest: GuestSession, memberId: string, signal?: AbortSignal): Promise<Answer<Member>> {
    const path = `/members/${encodeURIComponent(memberId)}`;
    const answer = await this.#ask({ ...within(guest, path), method: 'GET' }, memberFacts, signal);
    return answer.ok ? { ok: true, value: { ...answer.value, id: memberId } } : answer;
  }

  /** Everybody who is or was in the chat, as far as one page goes. */
  async members(guest: GuestSession, signal?: AbortSignal): Promise<Answer<readonly Member[]>> {
    const list = await this.#ask(
      { ...within(guest, `/members?pageSize=${MEMBERS_PAGE}`), method: 'GET' },
      entityList,
      signal,
    );
    return list.ok ? { ok: true, value: readable(list.value.entities, listedMember) } : list;
  }

  /** What was said after a message, oldest first; from the beginning for null. */
  async history(guest: GuestSession, after: string | null, signal: AbortSignal): Promise<Answer<HistoryPage>> {
    const bound = after === null ? '' : `&after=${encodeURIComponent(after)}`;
    const path = `/messages?sortOrder=ascending&maxResults=${HISTORY_PAGE}${bound}`;
    const list = await this.#ask({ ...within(guest, path), method: 'GET' }, entityList, signal);
    if (!list.ok) return list;
    const { entities } = list.value;
    return { ok: true, value: { messages: readable(entities, chatMessage), size: entities.length } };
  }

  async #ask<Value>(request: HttpRequest, shape: ZodType<Value>, signal?: AbortSignal): Promise<Answer<Value>> {
    const reply = await this.#http.call(request, signal);
    if (reply.kind === 'answered' && reply.status >= 200 && reply.status < 300) {
      const read = shape.safeParse(reply.body);
      if (read.success) return { ok: true, value: read.data };
    }
    return { ok: false, refusal: refusalOf(reply) };
  }
}

function within(guest: GuestSession, path: string): { readonly path: string; readonly token: string } {
  return { path: `${root}/${encodeURIComponent(guest.conversationId)}${path}`, token: guest.jwt };
}

function own(guest: GuestSession, path: string = ''): { readonly path: string; readonly token: string } {
  return within(guest, `/members/${encodeURIComponent(guest.memberId)}${path}`);
}

function readable<Value>(entities: readonly unknown[], shape: ZodType<Value>): readonly Value[] {
  return entities.flatMap((entity) => {
    const read = shape.safeParse(entity);
    return read.success ? [read.data] : [];
  });
}
