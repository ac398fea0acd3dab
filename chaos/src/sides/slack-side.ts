import type { Chance } from '@trunkline/bench/chance';
import { between, oneOf } from '../faults/fault.ts';
import { CloudSide } from './cloud-side.ts';
import type { Manners, Saying, Side, Surroundings, Trouble } from './side.ts';

interface Message {
  readonly ts: string;
  readonly text: string;
  readonly bot_id?: string;
}

interface Place {
  readonly user: string;
  readonly channel: string;
  /** The `ts` of the thread's root; null: nothing was said yet. */
  thread: string | null;
}

interface Team {
  readonly id: string;
  readonly bot: { readonly userId: string } | null;
}

const TEAM = 'T0SANDBOX1';
const BOT_TOKEN = 'xoxb-a-token-for-the-chaos-only';
const APP_TOKEN = 'xapp-a-token-for-the-chaos-only';

/** Colleagues in Slack, each in a channel of their own with one thread, by way of a played Slack over Socket Mode. */
export class SlackSide extends CloudSide implements Side {
  readonly channel = 'helpdesk';
  readonly #places = new Map<string, Promise<Place>>();
  readonly #owners = new Map<string, string>();
  /** By the id of a person: their name. */
  readonly #names = new Map<string, string>();
  #bot = '';

  async open(around: Surroundings): Promise<void> {
    const tokens = ['--bot-token', BOT_TOKEN, '--app-token', APP_TOKEN];
    await this.begin('slack', [...tokens, '--retry-delays', '0,1000,4000', '--socket-ping', '2000'], around);
    const { items } = await this.cloud.control<{ readonly items: readonly Team[] }>('GET', '/teams');
    this.#bot = items.find(({ id }) => id === TEAM)?.bot?.userId ?? '';
  }

  config(): string {
    return `
    adapter: slack
    mode: socket
    botToken: ${BOT_TOKEN}
    appToken: ${APP_TOKEN}
    apiUrl: ${this.cloud.url}/api/`;
  }

  async say(_: string, saying: Saying, signal: AbortSignal): Promise<string> {
    signal.throwIfAborted();
    const place = await this.#place(saying.customer);
    const { user, channel, thread } = place;
    const words = thread === null ? `<@${this.#bot}> ${saying.text}` : saying.text;
    const order = { user, channel, team: TEAM, text: words, raw: true, ...(thread !== null && { threadTs: thread }) };
    const { ts } = await this.cloud.control<Message>('POST', '/say', order);
    place.thread ??= ts;
    const address = `${TEAM}/${channel}/${place.thread}`;
    this.#owners.set(address, saying.customer);
    await this.follow(`${address} m.${ts}`, saying);
    return ts;
  }

  /** The next event of this channel is handed over twice. */
  async comeAgain(_: string, { customer }: Saying): Promise<string | null> {
    const { channel } = await this.#place(customer);
    await this.cloud.control('POST', '/faults', { operation: 'delivery', effect: 'duplicate', channel });
    return null;
  }

  customerOf(nameOrAddress: string): string | null {
    const name = this.plain(nameOrAddress);
    return this.#owners.get(name) ?? (/^slack-customer-\d+$/.test(name) ? name.slice(6) : null);
  }

  /** Several people may speak in a thread, so each is named. */
  heardAs({ customer, text }: Saying): string {
    return `slack-${customer}: ${text}`;
  }

  /** While Slack does not say how somebody is called, they go by their id. */
  plain(text: string): string {
    return text.replaceAll(/\bU[A-Z0-9]{8,}\b/g, (id) => this.#names.get(id) ?? id);
  }

  override async behave(manners: Manners, chance: Chance): Promise<void> {
    if (manners === 'down' || manners === 'refusing')
      return void (await this.cloud.control('POST', '/faults/away', {
        how: manners === 'down' ? 'reset' : 'unavailable',
      }));
    if (manners === 'well') await this.cloud.control('POST', '/faults/back', {});
    await super.behave(manners, chance);
  }

  override async suffer(trouble: Trouble, chance: Chance): Promise<boolean> {
    if (trouble !== 'sockets') return await super.suffer(trouble, chance);
    const which = oneOf(chance, ['all', 'oldest']);
    if (chance.next() < 0.5) await this.cloud.control('POST', '/faults/drop-sockets', { which });
    else await this.cloud.control('POST', '/faults/disconnect-sockets', { which, reason: 'refresh_requested' });
    return true;
  }

  protected async read(customer: string): Promise<readonly { readonly text: string; readonly at: number }[]> {
    const { user, channel, thread } = await this.#place(customer);
    if (thread === null) return [];
    const query = new URLSearchParams({ user, channel, team: TEAM, threadTs: thread });
    const { items } = await this.cloud.control<{ readonly items: readonly Message[] }>('GET', `/messages?${query}`);
    return items.flatMap(({ bot_id: bot, text, ts }) => (bot === undefined ? [] : [{ text, at: Number(ts) * 1_000 }]));
  }

  protected rulesFor(manners: Exclude<Manners, 'well'>, chance: Chance): readonly object[] {
    if (manners === 'slow')
      return [{ operation: 'any', effect: 'delay', times: null, delayMs: between(chance, 100, 2_000) }];
    return Array.from({ length: 4 }, () => ({
      operation: 'any',
      times: between(chance, 2, 12),
      effect: oneOf(chance, [
        'error',
        'errorAfterWrite',
        'resetBeforeWrite',
        'resetAfterWrite',
        'truncateAnswer',
        'noAnswer',
      ]),
    }));
  }

  protected rulesOf(trouble: Trouble, chance: Chance): readonly object[] {
    const post = { operation: 'chat.postMessage', times: between(chance, 3, 20) };
    switch (trouble) {
      case 'throttled':
        return [{ ...post, effect: 'error', status: 429, retryAfterS: between(chance, 1, 2) }];
      case 'answers-lost':
        return ['errorAfterWrite', 'resetAfterWrite', 'noAnswerAfterWrite'].map((effect) => ({ ...post, effect }));
      case 'late-write':
        return [{ ...post, effect: 'lateWrite', delayMs: between(chance, 100, 3_000) }];
      case 'strays':
        return ['drop', 'duplicate', 'delay'].map((effect) => ({
          ...post,
          operation: 'delivery',
          effect,
          type: 'message',
        }));
      default:
        return [];
    }
  }

  #place(customer: string): Promise<Place> {
    const known = this.#places.get(customer) ?? this.#settle(customer);
    this.#places.set(customer, known);
    return known;
  }

  async #settle(customer: string): Promise<Place> {
    const user = `slack-${customer}`;
    const person = { name: user, realName: user };
    const { id: personId } = await this.cloud.control<{ readonly id: string }>('POST', `/teams/${TEAM}/people`, person);
    this.#names.set(personId, user);
    const plan = { name: `of-${customer}`, members: [user], bot: true };
    const { id } = await this.cloud.control<{ readonly id: string }>('POST', `/teams/${TEAM}/channels`, plan);
    return { user, channel: id, thread: null };
  }
}
