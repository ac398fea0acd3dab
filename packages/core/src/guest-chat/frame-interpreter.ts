import type { AgentEvent } from '../contracts/contact-center.ts';
import type { GuestApi } from './api/guest-api.ts';
import type { Refusal } from './api/refusal.ts';
import type { GuestSession } from './guest-session.ts';
import { authorOf, Members } from './members.ts';
import type { Frame } from './stream/frame.ts';
import { presenceOf, type Survey } from './survey.ts';

type FrameOf<Type extends Frame['type']> = Extract<Frame, { type: Type }>;

export const ENDED: AgentEvent = { type: 'ended', reason: 'ended' };
const spoken: ReadonlySet<string> = new Set(['standard', 'notice']);

export function isSpoken(message: { readonly bodyType: string }): boolean {
  return spoken.has(message.bodyType);
}

/**
 * Says what the frames of one chat mean. Who somebody is gets asked before anything is said about them; where that
 * fails the session is lost, and whoever attaches next reads what this one could not tell.
 */
export class FrameInterpreter {
  readonly members: Members;
  readonly #api: GuestApi;
  readonly #guest: GuestSession;
  /** Agents who are in the chat. */
  readonly #agents = new Set<string>();
  #activated = false;

  constructor(api: GuestApi, guest: GuestSession) {
    this.#api = api;
    this.#guest = guest;
    this.members = new Members(api, guest);
  }

  get activated(): boolean {
    return this.#activated;
  }

  /** The contact centre took something in this chat. */
  noteActivated(): void {
    this.#activated = true;
  }

  isOwnConnected(frame: Frame): boolean {
    return frame.type === 'member' && frame.memberId === this.#guest.memberId && frame.state === 'CONNECTED';
  }

  async interpret(frame: Frame): Promise<readonly AgentEvent[]> {
    if (frame.type === 'message') return this.#onMessage(frame);
    if (frame.type === 'typing') return this.#onTyping(frame);
    return frame.memberId === this.#guest.memberId ? this.#onOwnChange(frame) : this.#onChange(frame);
  }

  /** What changed while nobody was attached. Tells again what may have been told before. */
  takeSurvey({ own, others }: Survey, now: number): readonly AgentEvent[] {
    if (own === 'disconnected') return [ENDED];
    const events: AgentEvent[] = [];
    for (const member of others) {
      const { kind, name } = this.members.remember(member);
      if (kind !== 'agent') continue;
      const presence = presenceOf(member);
      const facts = { key: member.id, at: now, name };
      if (presence === 'connected' && !this.#agents.has(member.id)) {
        this.#agents.add(member.id);
        events.push({ type: 'joined', ...facts });
      } else if (presence === 'disconnected' && (this.#agents.delete(member.id) || member.joinDate !== undefined)) {
        events.push({ type: 'transferred', ...facts });
      }
    }
    const left = events.filter(({ type }) => type === 'transferred');
    return [...this.#activate(own === 'connected'), ...left, ...events.filter(({ type }) => type === 'joined')];
  }

  async #onMessage(frame: FrameOf<'message'>): Promise<readonly AgentEvent[]> {
    if (!isSpoken(frame)) return [];
    const { id: key, at, body: text } = frame;
    if (frame.senderId === this.#guest.memberId) return [{ type: 'own', key, at }];
    if (text === '') return [];
    const who = await this.members.find(frame.senderId);
    if (!who.ok) return lost(who.refusal);
    const author = authorOf(who.value);
    return author === null ? [] : [{ type: 'message', key, at, author, text }];
  }

  async #onTyping(frame: FrameOf<'typing'>): Promise<readonly AgentEvent[]> {
    if (frame.senderId === this.#guest.memberId) return [];
    const who = await this.members.find(frame.senderId);
    return who.ok && who.value.kind === 'agent' ? [{ type: 'typing', name: who.value.name }] : [];
  }

  #onOwnChange({ state }: FrameOf<'member'>): readonly AgentEvent[] {
    if (state === 'DISCONNECTED') return [ENDED];
    return this.#activate(state === 'CONNECTED');
  }

  #activate(proved: boolean): readonly AgentEvent[] {
    if (!proved || this.#activated) return [];
    this.#activated = true;
    return [{ type: 'activated' }];
  }

  /** Putting a chat on hold and back repeats CONNECTED; an offer that was declined ends without ever having had one. */
  async #onChange({ memberId: key, state, at }: FrameOf<'member'>): Promise<readonly AgentEvent[]> {
    if (state === 'CONNECTED' && !this.#agents.has(key)) {
      const who = await this.members.find(key);
      if (!who.ok) return lost(who.refusal);
      if (who.value.kind !== 'agent') return [];
      this.#agents.add(key);
      return [{ type: 'joined', key, at, name: who.value.name }];
    }
    if (state === 'DISCONNECTED' && this.#agents.has(key)) {
      // The frame does not tell a transfer from the end.
      const own = await this.#api.member(this.#guest, this.#guest.memberId);
      if (!own.ok) return lost(own.refusal);
      this.#agents.delete(key);
      if (presenceOf(own.value) === 'disconnected') return [ENDED];
      const who = await this.members.find(key);
      return [{ type: 'transferred', key, at, name: who.ok ? who.value.name : null }];
    }
    return [];
  }
}

function lost({ code }: Refusal): readonly AgentEvent[] {
  return [{ type: 'lost', reason: code }];
}
