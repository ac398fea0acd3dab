import type { AgentEvent } from '../contracts/contact-center.ts';
import { saysGone } from './api/failure.ts';
import type { GuestApi } from './api/guest-api.ts';
import type { Answer, Refusal } from './api/refusal.ts';
import { Departures } from './departures.ts';
import type { GuestSession } from './guest-session.ts';
import { authorOf, Members } from './members.ts';
import { epoch, type Frame } from './stream/frame.ts';
import { presenceOf, type Survey } from './survey.ts';

type FrameOf<Type extends Frame['type']> = Extract<Frame, { type: Type }>;
/** Who wants to be told what a frame means. */
type Meaningful = Exclude<Frame, { type: 'media' }>;

export const ENDED: AgentEvent = { type: 'ended', reason: 'ended' };
/** What was said in so many words; an entry that does not say what it is counts, too. */
const spoken: ReadonlySet<string> = new Set(['standard', 'notice', '']);

export function isSpoken(message: { readonly bodyType: string }): boolean {
  return spoken.has(message.bodyType.toLowerCase());
}

export interface InterpreterParts {
  readonly api: GuestApi;
  readonly guest: GuestSession;
  /** Asks until it is no longer told to wait. */
  patiently<Value>(ask: () => Promise<Answer<Value>>): Promise<Answer<Value>>;
  /** `recheck` is to be called a little later. */
  recheckSoon(memberId: string): void;
}

/**
 * Says what the frames of one chat mean. Who somebody is gets asked before anything is said about them; where that
 * fails the session is lost, and whoever attaches next reads what this one could not tell.
 */
export class FrameInterpreter {
  readonly members: Members;
  readonly #parts: InterpreterParts;
  /** Agents who are in the chat. */
  readonly #agents = new Set<string>();
  readonly #departures = new Departures();
  #activated = false;

  constructor(parts: InterpreterParts) {
    this.#parts = parts;
    this.members = new Members(parts.api, parts.guest);
  }

  get activated(): boolean {
    return this.#activated;
  }

  /** The contact centre took something in this chat. */
  noteActivated(): void {
    this.#activated = true;
  }

  isOwnConnected(frame: Frame): boolean {
    return frame.type === 'member' && this.#isOwn(frame.memberId) && frame.state === 'CONNECTED';
  }

  /** To be told of each frame at once, also while earlier ones still wait for their turn. */
  noteArrived(frame: Frame): void {
    if (frame.type === 'member') this.#departures.noteArrived(frame);
  }

  async interpret(frame: Meaningful): Promise<readonly AgentEvent[]> {
    if (frame.type === 'message') return this.#onMessage(frame);
    if (frame.type === 'typing') return this.#onTyping(frame);
    return this.#isOwn(frame.memberId) ? this.#onOwnChange(frame) : this.#onChange(frame);
  }

  /** Of an agent who left a while ago: the frame does not tell a transfer from the end, the own member does. */
  async recheck(memberId: string): Promise<readonly AgentEvent[]> {
    const { api, guest, patiently } = this.#parts;
    const endIsComing = () => this.#departures.isGone(guest.memberId);
    if (!this.#departures.has(memberId) || endIsComing()) return [];
    const own = await patiently(() => api.member(guest, guest.memberId));
    if (endIsComing()) return [];
    if (!own.ok) return saysGone(own.refusal) ? [ENDED] : lost(own.refusal);
    return presenceOf(own.value) === 'disconnected' ? [ENDED] : this.#transferred([memberId]);
  }

  /** What changed while nobody was attached. Tells again what may have been told before. */
  takeSurvey({ own, others }: Survey, now: number): readonly AgentEvent[] {
    if (own === 'disconnected') return [ENDED];
    const events: AgentEvent[] = [];
    for (const member of others) {
      if (member.role === undefined) continue;
      const { kind, name } = this.members.remember(member);
      if (kind !== 'agent') continue;
      const presence = presenceOf(member);
      if (presence === 'disconnected')
        this.#departures.noteGone(member.id, epoch(member.leaveDate, Number.POSITIVE_INFINITY));
      const facts = { key: member.id, at: now, name };
      if (presence === 'connected' && !this.#agents.has(member.id)) {
        this.#agents.add(member.id);
        events.push({ type: 'joined', ...facts });
      } else if (presence === 'disconnected' && (this.#agents.delete(member.id) || member.joinDate !== undefined)) {
        this.#departures.take([member.id]);
        events.push({ type: 'transferred', ...facts });
      }
    }
    const left = events.filter(({ type }) => type === 'transferred');
    return [...this.#activate(own === 'connected'), ...left, ...events.filter(({ type }) => type === 'joined')];
  }

  async #onMessage(frame: FrameOf<'message'>): Promise<readonly AgentEvent[]> {
    if (!isSpoken(frame)) return [];
    const { id: key, at, body: text } = frame;
    if (this.#isOwn(frame.senderId)) return [{ type: 'own', key, at }];
    if (text === '') return [];
    const who = await this.#parts.patiently(() => this.members.find(frame.senderId));
    if (!who.ok) return lost(who.refusal);
    const author = authorOf(who.value);
    return author === null ? [] : [{ type: 'message', key, at, author, text }];
  }

  async #onTyping(frame: FrameOf<'typing'>): Promise<readonly AgentEvent[]> {
    if (this.#isOwn(frame.senderId)) return [];
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

  async #onChange({ memberId: key, state, at }: FrameOf<'member'>): Promise<readonly AgentEvent[]> {
    if (state === 'DISCONNECTED') {
      if (!this.#agents.delete(key)) return [];
      this.#departures.add(key, at);
      this.#parts.recheckSoon(key);
      return [];
    }
    if (state !== 'CONNECTED' && state !== 'ALERTING') return [];
    if (this.#departures.isGone(key)) return [];
    if (this.#departures.take([key]).length > 0) this.#agents.add(key);
    // Whoever rings or answers after an agent has left shows that the chat goes on.
    const transferred = await this.#transferred(this.#departures.members);
    return state === 'CONNECTED' ? [...transferred, ...(await this.#joined(key, at))] : transferred;
  }

  /** Putting a chat on hold and back repeats CONNECTED. Somebody who is gone before it is known who they were never came. */
  async #joined(key: string, at: number): Promise<readonly AgentEvent[]> {
    if (this.#agents.has(key)) return [];
    const who = await this.#parts.patiently(() => this.members.find(key));
    if (!who.ok) return lost(who.refusal);
    if (who.value.kind !== 'agent' || this.#departures.isGone(key)) return [];
    this.#agents.add(key);
    return [{ type: 'joined', key, at, name: who.value.name }];
  }

  async #transferred(memberIds: readonly string[]): Promise<readonly AgentEvent[]> {
    const events: AgentEvent[] = [];
    for (const { key, at } of this.#departures.take(memberIds)) {
      const who = await this.members.find(key);
      events.push({ type: 'transferred', key, at, name: who.ok ? who.value.name : null });
    }
    return events;
  }

  #isOwn(memberId: string): boolean {
    return memberId === this.#parts.guest.memberId;
  }
}

function lost({ code }: Refusal): readonly AgentEvent[] {
  return [{ type: 'lost', reason: code }];
}
