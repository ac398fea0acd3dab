import { setTimeout as sleep } from 'node:timers/promises';
import type { Chance } from '@trunkline/bench/chance';
import { Pool } from 'undici';
import type { Arrived, CameAgain } from '../oracle/account.ts';
import { Receiver, type Taken } from './receiver.ts';
import type { Manners, Saying, Side } from './side.ts';

const API_KEY = 'a-key-for-the-chaos-only';
const SECRET = `whsec_${Buffer.from('a secret for chaos, of 32 bytes.').toString('base64')}`;
const ANSWER_MS = 15_000;
const AGAIN_MS = 60;
const HEADERS = { authorization: `Bearer ${API_KEY}`, 'content-type': 'application/json' };

interface Told {
  readonly arrived: Arrived[];
  readonly cameAgain: CameAgain[];
}

export interface Answer {
  readonly status: number;
  /** In seconds, if it says so. */
  readonly retryAfterS: number | null;
  readonly messageId: string;
  readonly duplicate: boolean;
}

export interface HttpSideOptions {
  /** Kept to the bridge at the same time. */
  readonly connections: number;
  /** What stands between the bridge and the receiver, given the receiver's address. */
  readonly between?: (receiverUrl: string) => Promise<string>;
}

/** Customers over plain HTTP, told by webhook. */
export class HttpSide implements Side {
  readonly channel = 'web';
  readonly namesFailures = true;
  readonly givenUp: Map<string, string> = new Map();
  lastAt = 0;
  /** Called when an agent's words have reached a customer. */
  onArrived: (customer: string) => void = () => {};
  readonly #options: HttpSideOptions;
  readonly #receiver = new Receiver(SECRET);
  readonly #told = new Map<string, Told>();
  readonly #ids = new Set<string>();
  readonly #names = new Map<string, string>();
  readonly #problems: string[] = [];
  #pool: Pool | null = null;
  #webhook = '';

  constructor(options: HttpSideOptions) {
    this.#options = options;
    this.#receiver.onTaken = (taken) => this.#hear(taken);
  }

  async open(): Promise<void> {
    const url = await this.#receiver.open();
    this.#webhook = (await this.#options.between?.(url)) ?? url;
  }

  /** One key and few customers make all the load, so the limits on what one of them may ask are lifted. */
  config(): string {
    const rate = '{ perSecond: 1000000, burst: 1000000 }';
    return `
    adapter: http
    apiKeys: ["${API_KEY}"]
    limits: { perKey: ${rate}, perCustomer: ${rate} }
    webhook: { url: "${this.#webhook}", secret: "${SECRET}" }`;
  }

  async say(bridgeUrl: string, saying: Saying, signal: AbortSignal): Promise<string> {
    for (;;) {
      signal.throwIfAborted();
      const answer = await this.post(bridgeUrl, saying).catch(() => null);
      if (answer?.status === 202) {
        this.#names.set(nameOf(saying), answer.messageId);
        return answer.messageId;
      }
      if (answer !== null && answer.status < 500 && answer.status !== 429)
        this.#problems.push(`a message was refused with ${answer.status}`);
      await sleep(AGAIN_MS, undefined, { signal });
    }
  }

  async comeAgain(bridgeUrl: string, saying: Saying, signal: AbortSignal): Promise<string | null> {
    for (;;) {
      signal.throwIfAborted();
      const answer = await this.post(bridgeUrl, saying).catch(() => null);
      if (answer?.status !== 202) await sleep(AGAIN_MS, undefined, { signal });
      else if (!answer.duplicate) return 'what came again was taken for something new';
      else if (answer.messageId !== this.#names.get(nameOf(saying))) return 'what came again has another name now';
      else return null;
    }
  }

  customerOf(nameOrAddress: string): string | null {
    return /^customer-\d+$/.test(nameOrAddress) ? nameOrAddress : null;
  }

  heardAs({ text }: Saying): string {
    return text;
  }

  plain(text: string): string {
    return text;
  }

  wentAstray(): boolean {
    return false;
  }

  /** Nothing stands between these customers and the bridge. */
  async suffer(): Promise<boolean> {
    return false;
  }

  async gather(): Promise<void> {}

  async behave(manners: Manners, chance: Chance): Promise<void> {
    await this.#receiver.behave(manners, chance);
  }

  /** Webhooks that came since the receiver's manners changed last, taken or not. */
  get knocks(): number {
    return this.#receiver.knocks;
  }

  arrived(customer: string): readonly Arrived[] {
    return this.#told.get(customer)?.arrived ?? [];
  }

  cameAgain(customer: string): readonly CameAgain[] {
    return this.#told.get(customer)?.cameAgain ?? [];
  }

  get problems(): readonly string[] {
    const { forged } = this.#receiver;
    return forged === 0 ? this.#problems : [...this.#problems, `${forged} webhooks had a wrong signature`];
  }

  async close(): Promise<void> {
    await Promise.all([this.#receiver.close(), this.#pool?.destroy()]);
  }

  #hear({ id, at, flagged, type, data: { customer, message, failure } }: Taken): void {
    if (message === undefined) return;
    if (type === 'message.failed') return void this.givenUp.set(message.id, failure?.detail ?? 'no reason');
    const { text, author, late = false } = message;
    if (type !== 'message.created' || text === undefined || author?.kind === 'system') return;
    const told = this.#told.get(customer.id) ?? { arrived: [], cameAgain: [] };
    this.#told.set(customer.id, told);
    const isRepeat = this.#ids.size === this.#ids.add(id).size;
    this.lastAt = at;
    if (isRepeat) told.cameAgain.push({ text, at, flagged });
    else told.arrived.push({ text, at, late });
    this.onArrived(customer.id);
  }

  /** Opens all its connections, so that the bridge has taken them in before anybody speaks. */
  async connect(bridgeUrl: string): Promise<void> {
    const pool = this.#poolTo(bridgeUrl);
    const knock = async (): Promise<void> => {
      const { body } = await pool.request({ path: '/', method: 'GET' });
      await body.dump();
    };
    await Promise.all(Array.from({ length: this.#options.connections }, knock));
  }

  #poolTo(bridgeUrl: string): Pool {
    const { connections } = this.#options;
    this.#pool ??= new Pool(bridgeUrl, { connections, headersTimeout: ANSWER_MS, bodyTimeout: ANSWER_MS });
    return this.#pool;
  }

  /** One request, whatever comes of it. */
  async post(bridgeUrl: string, { customer, number, text }: Saying): Promise<Answer> {
    const body = JSON.stringify({ customer: { id: customer, name: customer }, text, id: String(number) });
    const answer = await this.#poolTo(bridgeUrl).request({
      path: '/channels/web/messages',
      method: 'POST',
      headers: HEADERS,
      body,
    });
    const said = await answer.body.text();
    const retryAfter = answer.headers['retry-after'];
    return {
      ...(answer.statusCode === 202 ? JSON.parse(said) : {}),
      status: answer.statusCode,
      retryAfterS: retryAfter === undefined ? null : Number(retryAfter),
    };
  }
}

function nameOf({ customer, number }: Saying): string {
  return `${customer}/${number}`;
}
