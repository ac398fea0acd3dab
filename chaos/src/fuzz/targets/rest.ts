import { built } from '../built.ts';
import type { Draw } from '../draw.ts';
import { mutateJson, mutateText } from '../mutate.ts';
import { strangeJson } from '../strange-json.ts';
import { demand, type Target } from '../target.ts';

interface Reply {
  readonly kind: 'answered';
  readonly status: number;
  readonly body: unknown;
  readonly retryAfterMs: number | null;
  readonly rate: null;
}

type Answer =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly refusal: { readonly certain: boolean; readonly code: string } };

type Ask = (api: Api) => Promise<Answer>;

interface Api {
  create(request: object, token: undefined, signal: AbortSignal): Promise<Answer>;
  postMessage(guest: object, text: object, signal: AbortSignal): Promise<Answer>;
  member(guest: object, id: string): Promise<Answer>;
  members(guest: object): Promise<Answer>;
  history(guest: object, after: string | null, signal: AbortSignal): Promise<Answer>;
  mediaRequests(guest: object, signal: AbortSignal): Promise<Answer>;
}

interface Modules {
  readonly GuestApi: new (parts: object) => Api;
}

interface Failures {
  sendOutcome(refusal: unknown): { readonly outcome: string };
  openFailure(refusal: unknown): { readonly scope: string };
  sessionFailure(refusal: unknown): { readonly scope: string };
}

interface Input {
  readonly ask: string;
  readonly status: number;
  readonly text: string;
}

const CUSTOMER = { displayName: 'Ann', attributes: {} };
const GUEST = { conversationId: 'c1', memberId: 'm1', jwt: 'jwt' };
const never = new AbortController().signal;
const MEMBER = { id: 'm1', displayName: 'Ada', role: 'AGENT', state: 'CONNECTED', joinDate: '2026-01-01T10:00:00Z' };
const MESSAGE = {
  id: 'm',
  sender: { id: 's' },
  body: 'hello',
  bodyType: 'standard',
  timestamp: '2026-01-01T10:00:00Z',
};
const ASKS: Readonly<Record<string, { readonly ask: Ask; readonly sample: object }>> = {
  create: {
    ask: (api) => api.create({ customer: CUSTOMER, routing: { queue: 'Support' } }, undefined, never),
    sample: { id: 'c1', jwt: 'a.b.c', eventStreamUri: 'wss://127.0.0.1/x', member: { id: 'm1' } },
  },
  postMessage: { ask: (api) => api.postMessage(GUEST, { text: 'x', kind: 'standard' }, never), sample: MESSAGE },
  member: { ask: (api) => api.member(GUEST, 'm1'), sample: MEMBER },
  members: { ask: (api) => api.members(GUEST), sample: { pageSize: 25, entities: [MEMBER, MEMBER], total: 2 } },
  history: { ask: (api) => api.history(GUEST, null, never), sample: { pageSize: 100, entities: [MESSAGE], next: 'x' } },
  mediaRequests: {
    ask: (api) => api.mediaRequests(GUEST, never),
    sample: { entities: [{ id: 'r', types: ['VIDEO'], state: 'PENDING', selfUri: '/mediarequests/r' }] },
  },
};
const STATUSES = [200, 200, 200, 200, 201, 202, 204, 301, 400, 401, 403, 404, 408, 409, 429, 500, 502, 503, 504, 599];
const ERROR = { message: 'no', code: 'chat.error.conversation.state', status: 400, contextId: 'x', details: [] };

function make(draw: Draw): Input {
  const ask = draw.of(Object.keys(ASKS));
  const status = draw.of(STATUSES);
  const sample = status < 300 ? ASKS[ask]?.sample : ERROR;
  const body = draw.percent(90) ? mutateJson(draw, sample, () => strangeJson(draw)) : strangeJson(draw);
  const text = JSON.stringify(body) ?? '';
  return { ask, status, text: draw.percent(15) ? mutateText(draw, text) : text };
}

/** Every id in what was believed, wherever it stands. */
function idsIn(value: unknown): readonly unknown[] {
  if (typeof value !== 'object' || value === null) return [];
  const own = Object.entries(value).filter(([key]) => /^(id|senderId|jwt|eventStreamUri)$/.test(key));
  return [...own.map(([, id]) => id), ...Object.values(value).flatMap(idsIn)];
}

export const rest: Target<Input> = {
  name: 'guest-rest',
  weight: 100,
  async open() {
    const { GuestApi } = await built<Modules>('packages/core/dist/guest-chat/api/guest-api.js');
    const failures = await built<Failures>('packages/core/dist/guest-chat/api/failure.js');
    let reply: Reply = { kind: 'answered', status: 200, body: null, retryAfterMs: null, rate: null };
    const api = new GuestApi({
      http: { call: async () => reply },
      budgets: { waitMs: () => 0, note: () => {} },
      deployment: { organizationId: 'o', deploymentId: 'd' },
    });
    return {
      make,
      async judge({ ask, status, text }) {
        reply = { ...reply, status, body: parsed(text) };
        const answer = await (ASKS[ask]?.ask(api) ?? Promise.reject(new RangeError(ask)));
        if (!answer.ok) {
          const { refusal } = answer;
          for (const { scope } of [failures.openFailure(refusal), failures.sessionFailure(refusal)])
            demand(['message', 'conversation', 'route'].includes(scope), `a failure of scope ${scope}`);
          demand(
            failures.sendOutcome(refusal).outcome === (refusal.certain ? 'rejected' : 'unknown'),
            'a wrong outcome',
          );
          const mayHaveBeenDone = status < 400 || status === 408 || (status >= 500 && status !== 503);
          demand(!(refusal.certain && mayHaveBeenDone), `${status} is said to be certainly not done`);
          return 'refused';
        }
        demand(status >= 200 && status < 300, `an answer with ${status} was believed`);
        for (const id of idsIn(answer.value)) {
          if (ask === 'mediaRequests' && id === null) continue;
          demand(
            typeof id === 'string' && id !== '' && !/\p{Surrogate}/u.test(id),
            'something was believed without an id',
          );
        }
        return 'accepted';
      },
    };
  },
};

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
