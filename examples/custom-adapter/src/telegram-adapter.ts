import { createHash, timingSafeEqual } from 'node:crypto';
import * as core from '@trunkline/core';
import { z } from 'zod';
import { outcomeOfAnswer, outcomeOfError } from './outcome.ts';
import { readUpdate } from './update.ts';

export interface TelegramOptions {
  /** Of the bot, from @BotFather. */
  readonly token: string;
  /** Telegram sends it with every update; nobody else knows it. */
  readonly secretToken: string;
  readonly apiUrl: string;
  /** The answer to what holds no words: a photo, a voice message, the start button. */
  readonly wordsOnly: string;
}

const options: z.ZodType<TelegramOptions> = z.strictObject({
  token: z.string().regex(/^\d+:[\w-]+$/, 'the token is what @BotFather gave you, e.g. 123456:ABC-DEF'),
  secretToken: z
    .string()
    .regex(/^[\w-]{16,256}$/, 'needs 16 to 256 of A-Z a-z 0-9 _ -, e.g. from `openssl rand -hex 24`'),
  apiUrl: z.url({ protocol: /^https?$/ }).default('https://api.telegram.org'),
  wordsOnly: z
    .string()
    .min(1)
    .max(4096)
    .default('Write to us and an agent will answer. Our agents can read text only.'),
});

class TelegramAdapter implements core.ChannelAdapter {
  readonly capabilities: core.AdapterCapabilities = {
    presence: 'text',
    text: { limit: 4096, unit: 'characters' },
    typing: { resendMs: 4_000 }, // Telegram shows it for five seconds.
  };
  readonly #options: TelegramOptions;
  #context: core.AdapterContext | null = null;
  readonly #life = new AbortController();

  constructor(options: TelegramOptions) {
    this.#options = options;
  }

  async start(context: core.AdapterContext): Promise<void> {
    if (context.publicUrl === null) {
      const facts = { event: 'telegram.no-public-url', channel: context.channel };
      context.logger.warn(facts, 'there is no server.publicUrl: set the webhook of the bot by hand');
    } else {
      const webhook = { url: `${context.publicUrl}/updates`, secret_token: this.#options.secretToken };
      const outcome = await this.#call('setWebhook', { ...webhook, allowed_updates: ['message', 'edited_message'] });
      if (outcome.outcome !== 'accepted') {
        const { code, human: reason } = outcome.failure;
        const facts = { event: 'telegram.no-webhook', channel: context.channel, code, reason };
        context.logger.error(facts, 'Telegram did not take the webhook');
        throw new core.TrunklineError(code, reason);
      }
    }
    this.#context = context;
  }

  async handle(request: core.ChannelRequest): Promise<core.ChannelReply> {
    if (this.#context === null) throw new core.NotAcceptingError('The channel is not running.');
    if (request.method !== 'POST' || request.url !== '/updates') return { status: 404 };
    const given = request.headers['x-telegram-bot-api-secret-token'];
    if (!isSame(String(given), this.#options.secretToken)) return { status: 401 };
    const update = readUpdate(await request.body());
    if (update === null) return { status: 400 };
    if (update.said !== null) await this.#context.receive(update.said);
    if (update.unread === null) return { status: 200 };
    const body = JSON.stringify({ method: 'sendMessage', chat_id: update.unread, text: this.#options.wordsOnly });
    return { status: 200, headers: { 'content-type': 'application/json' }, body };
  }

  async deliver(outbound: core.OutboundDelivery, signal: AbortSignal): Promise<core.DeliverOutcome> {
    const { text } = outbound.delivery.body;
    if (text === null) return { outcome: 'accepted', key: null };
    return this.#call('sendMessage', { chat_id: outbound.address, text }, signal);
  }

  async typing(address: core.Address): Promise<void> {
    await this.#call('sendChatAction', { chat_id: address, action: 'typing' });
  }

  async stop(): Promise<void> {
    this.#context = null;
    this.#life.abort();
  }

  async #call(method: string, parameters: object, signal?: AbortSignal): Promise<core.DeliverOutcome> {
    const url = `${this.#options.apiUrl.replace(/\/+$/, '')}/bot${this.#options.token}/${method}`;
    const until = signal ?? AbortSignal.any([this.#life.signal, AbortSignal.timeout(10_000)]);
    try {
      const headers = { 'content-type': 'application/json' };
      const body = JSON.stringify(parameters);
      const response = await fetch(url, { method: 'POST', headers, body, redirect: 'error', signal: until });
      return outcomeOfAnswer(response.status, await response.json().catch(() => null));
    } catch (error) {
      return outcomeOfError(error);
    }
  }
}

/** Takes the same time however much of it is right. */
function isSame(given: string, expected: string): boolean {
  const [one, other] = [given, expected].map((value) => createHash('sha256').update(value).digest());
  return one !== undefined && other !== undefined && timingSafeEqual(one, other);
}

/** Telegram's Bot API, by webhook. */
export const adapter: core.AdapterDefinition<TelegramOptions> = core.defineAdapter({
  contract: 1,
  name: 'telegram',
  options,
  create: (options) => new TelegramAdapter(options),
});
