import type { AgentMessage } from '../contracts/contact-center.ts';
import type { GuestApi } from './api/guest-api.ts';
import type { Answer, Refusal } from './api/refusal.ts';
import type { Member } from './api/schemas.ts';
import type { GuestSession } from './guest-session.ts';

/** Who somebody is in a chat. Frames and history name members by id only. */
export interface Who {
  /** `unknown`: the contact centre does not say. */
  readonly kind: 'agent' | 'bot' | 'customer' | 'unknown';
  readonly name: string | null;
  /** A web address. */
  readonly imageUrl?: string;
}

const kinds: ReadonlyMap<string | undefined, Who['kind']> = new Map([
  ['AGENT', 'agent'],
  ['WORKFLOW', 'bot'],
  ['ACD', 'bot'],
  ['CUSTOMER', 'customer'],
]);
const nobody: Who = { kind: 'unknown', name: null };

/** The members of one chat, each asked after once. */
export class Members {
  readonly #api: GuestApi;
  readonly #guest: GuestSession;
  readonly #known = new Map<string, Who>();
  /** Null while nobody is asked after, as in most chats at most times. */
  #asking: Map<string, Promise<Answer<Who>>> | null = null;

  constructor(api: GuestApi, guest: GuestSession) {
    this.#api = api;
    this.#guest = guest;
  }

  remember(member: Member): Who {
    const name = member.displayName?.trim() || null;
    const imageUrl = webAddress(member.avatarImageUrl);
    const who: Who = { kind: kinds.get(member.role) ?? 'unknown', name, ...(imageUrl && { imageUrl }) };
    this.#known.set(member.id, who);
    return who;
  }

  /** However many ask at the same time, it is one call; whoever gives up gives up alone. */
  async find(memberId: string, signal?: AbortSignal): Promise<Answer<Who>> {
    const known = this.#known.get(memberId);
    if (known !== undefined) return { ok: true, value: known };
    const asking = this.#asking?.get(memberId) ?? this.#askOnce(memberId);
    return signal === undefined ? asking : orGivenUp(asking, signal);
  }

  #askOnce(memberId: string): Promise<Answer<Who>> {
    this.#asking ??= new Map();
    const asking = this.#ask(memberId).finally(() => {
      this.#asking?.delete(memberId);
      if (this.#asking?.size === 0) this.#asking = null;
    });
    this.#asking.set(memberId, asking);
    return asking;
  }

  async #ask(memberId: string): Promise<Answer<Who>> {
    const answer = await this.#api.member(this.#guest, memberId);
    if (answer.ok) return { ok: true, value: this.remember(answer.value) };
    // A member that is not there any more may have spoken all the same.
    if (answer.refusal.status === 404) return { ok: true, value: nobody };
    return answer;
  }
}

async function orGivenUp(asking: Promise<Answer<Who>>, signal: AbortSignal): Promise<Answer<Who>> {
  if (signal.aborted) return { ok: false, refusal: givenUp };
  let giveUp = () => {};
  const aborted = new Promise<Answer<Who>>((resolve) => {
    giveUp = () => resolve({ ok: false, refusal: givenUp });
  });
  signal.addEventListener('abort', giveUp, { once: true });
  try {
    return await Promise.race([asking, aborted]);
  } finally {
    signal.removeEventListener('abort', giveUp);
  }
}

const givenUp: Refusal = { status: null, code: 'request.aborted', certain: false, retryAfterMs: null };

function webAddress(given: string | undefined): string | null {
  return given !== undefined && /^https:\/\/\S+$/.test(given) && URL.canParse(given) ? given : null;
}

/** As whom somebody's words are shown; null: not at all. Words are never lost for want of a role. */
export function authorOf({ kind, name, imageUrl }: Who): AgentMessage['author'] | null {
  if (kind === 'customer') return null;
  return { kind: kind === 'bot' ? 'bot' : 'agent', name, ...(imageUrl !== undefined && { imageUrl }) };
}
