import type { ZodType } from 'zod';
import type { OpenRequest, OutboundText } from '../../contracts/contact-center.ts';
import type { GuestSession } from '../guest-session.ts';
import type { Http, HttpReply, HttpRequest } from './http.ts';
import type { Purpose, RateBudgets } from './rate-budgets.ts';
import { type Answer, refusalOf } from './refusal.ts';
import {
  anything,
  type ChatMessage,
  type CreatedChat,
  chatMessage,
  createdChat,
  entityList,
  listedMember,
  type MediaRequest,
  type Member,
  mediaRequest,
  memberFacts,
  messageList,
  writtenMessage,
} from './schemas.ts';

const root = '/api/v2/webchat/guest/conversations';
/** The most that one page of history may hold, by the published schema. */
const HISTORY_PAGE = 100;
const MEMBERS_PAGE = 100;

export interface GuestApiParts {
  readonly http: Http;
  readonly budgets: RateBudgets;
  readonly deployment: { readonly organizationId: string; readonly deploymentId: string };
}

/** A page of history. `full`: there may be more behind its last message. */
export interface HistoryPage {
  readonly messages: readonly ChatMessage[];
  readonly full: boolean;
}

interface Call extends Omit<HttpRequest, 'token' | 'path'> {
  readonly guest: GuestSession;
  /** Below the conversation. */
  readonly path: string;
  readonly purpose?: Purpose;
}

/** The operations of the guest chat API that a bridge needs, each one call, or none where it had better wait. */
export class GuestApi {
  readonly #parts: GuestApiParts;

  constructor(parts: GuestApiParts) {
    this.#parts = parts;
  }

  /** The body of the request that creates a chat. */
  createBody({ customer, routing }: OpenRequest): object {
    const { queue, skills, language, priority } = routing;
    const { displayName, email, phone, attributes } = customer;
    return {
      ...this.#parts.deployment,
      routingTarget: { targetType: 'QUEUE', targetAddress: queue, skills, language, priority },
      memberInfo: { displayName, email, phoneNumber: phone, customFields: attributes },
    };
  }

  async create(
    request: OpenRequest,
    memberAuthToken: string | undefined,
    signal: AbortSignal,
  ): Promise<Answer<CreatedChat>> {
    const body = { ...this.createBody(request), memberAuthToken };
    return read(await this.#parts.http.call({ method: 'POST', path: root, body }, signal), createdChat);
  }

  async postMessage(
    guest: GuestSession,
    text: OutboundText,
    signal: AbortSignal,
  ): Promise<Answer<{ readonly id: string }>> {
    const body = { body: text.text, bodyType: text.kind };
    const path = `${own(guest)}/messages`;
    return read(await this.#call({ guest, method: 'POST', path, body, purpose: 'send' }, signal), writtenMessage);
  }

  async postTyping(guest: GuestSession): Promise<void> {
    await this.#call({ guest, method: 'POST', path: `${own(guest)}/typing`, purpose: 'spare' });
  }

  async leave(guest: GuestSession, signal: AbortSignal): Promise<Answer<unknown>> {
    return read(await this.#call({ guest, method: 'DELETE', path: own(guest) }, signal), anything);
  }

  async member(guest: GuestSession, memberId: string, signal?: AbortSignal): Promise<Answer<Member>> {
    const path = `/members/${encodeURIComponent(memberId)}`;
    const answer = read(await this.#call({ guest, method: 'GET', path }, signal), memberFacts);
    return answer.ok ? { ok: true, value: { ...answer.value, id: memberId } } : answer;
  }

  /** Everybody who is or was in the chat, as far as one page goes. */
  async members(guest: GuestSession, signal?: AbortSignal): Promise<Answer<readonly Member[]>> {
    const path = `/members?pageSize=${MEMBERS_PAGE}`;
    const list = read(await this.#call({ guest, method: 'GET', path }, signal), entityList);
    return list.ok ? { ok: true, value: readable(list.value.entities, listedMember) } : list;
  }

  /** What was said after a message, oldest first; from the beginning for null. */
  async history(guest: GuestSession, after: string | null, signal: AbortSignal): Promise<Answer<HistoryPage>> {
    const bound = after === null ? '' : `&after=${encodeURIComponent(after)}`;
    const path = `/messages?sortOrder=ascending&maxResults=${HISTORY_PAGE}${bound}`;
    const list = read(await this.#call({ guest, method: 'GET', path }, signal), messageList);
    if (!list.ok) return list;
    const { entities, next } = list.value;
    const messages = readable(entities, chatMessage);
    return { ok: true, value: { messages, full: entities.length >= HISTORY_PAGE || Boolean(next) } };
  }

  async mediaRequests(guest: GuestSession, signal: AbortSignal): Promise<Answer<readonly MediaRequest[]>> {
    const list = read(await this.#call({ guest, method: 'GET', path: '/mediarequests' }, signal), entityList);
    return list.ok ? { ok: true, value: readable(list.value.entities, mediaRequest) } : list;
  }

  async declineMedia(
    guest: GuestSession,
    { id, types }: Pick<MediaRequest, 'types'> & { readonly id: string },
    signal: AbortSignal,
  ): Promise<Answer<unknown>> {
    const path = `/mediarequests/${encodeURIComponent(id)}`;
    return read(
      await this.#call({ guest, method: 'PATCH', path, body: { id, types, state: 'DECLINED' } }, signal),
      anything,
    );
  }

  async #call({ guest, path, purpose = 'needed', ...request }: Call, signal?: AbortSignal): Promise<HttpReply> {
    const { http, budgets } = this.#parts;
    const { conversationId: id, jwt: token } = guest;
    const waitMs = budgets.waitMs(id, purpose);
    if (waitMs > 0) return { kind: 'held', waitMs };
    const reply = await http.call({ ...request, token, path: `${root}/${encodeURIComponent(id)}${path}` }, signal);
    budgets.note(id, purpose, reply);
    return reply;
  }
}

function own({ memberId }: GuestSession): string {
  return `/members/${encodeURIComponent(memberId)}`;
}

function read<Value>(reply: HttpReply, shape: ZodType<Value>): Answer<Value> {
  if (reply.kind === 'answered' && reply.status >= 200 && reply.status < 300) {
    const body = shape.safeParse(reply.body);
    if (body.success) return { ok: true, value: body.data };
  }
  return { ok: false, refusal: refusalOf(reply) };
}

function readable<Value>(entities: readonly unknown[], shape: ZodType<Value>): readonly Value[] {
  return entities.flatMap((entity) => {
    const body = shape.safeParse(entity);
    return body.success ? [body.data] : [];
  });
}
