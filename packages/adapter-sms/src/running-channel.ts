import type {
  AdapterContext,
  ChannelReply,
  ChannelRequest,
  InboundMessage,
  Missed,
  MissedEnding,
  TimerHandle,
} from '@trunkline/core';
import { readRequest } from './inbound/read-request.ts';
import { Refusals } from './inbound/refusals.ts';
import { SmsInbox } from './inbound/sms-inbox.ts';
import { getMedia } from './media/get-media.ts';
import { MediaLinks } from './media/media-links.ts';
import { maskNumber } from './numbers/mask-number.ts';
import { ConsentLedger } from './opt-out/consent-ledger.ts';
import { IgnoredHelp } from './opt-out/ignored-help.ts';
import { KnownServices } from './opt-out/known-services.ts';
import { Claims } from './outbound/claims.ts';
import { Pauses } from './outbound/pauses.ts';
import { ReceiptWatch } from './outbound/receipt-watch.ts';
import { SmsOutbox } from './outbound/sms-outbox.ts';
import { readStatusUrl } from './outbound/status-link.ts';
import { takeStatus } from './outbound/take-status.ts';
import type { Plan } from './plan.ts';
import type { SignedRequest, SmsProvider } from './provider/provider.ts';
import { emptyReply, methodReply, refusal } from './replies.ts';

/** How often the provider is asked what came in, where it cannot tell by itself. */
const POLL_MS = 10_000;
/** How long callbacks are waited for. */
const RECEIPT_MS = 120_000;

/** A channel between its start and its stop. */
export class RunningChannel {
  readonly outbox: SmsOutbox;
  readonly #plan: Plan;
  readonly #context: AdapterContext;
  readonly #provider: SmsProvider;
  readonly #publicUrl: string | null;
  readonly #inbox: SmsInbox;
  readonly #refusals: Refusals;
  readonly #links: MediaLinks | null;
  readonly #ledger: ConsentLedger;
  readonly #claims: Claims;
  readonly #pauses: Pauses;
  readonly #watch: ReceiptWatch;
  #timer: TimerHandle | null = null;

  constructor(plan: Plan, context: AdapterContext, provider: SmsProvider) {
    const publicUrl = plan.publicUrl ?? context.publicUrl;
    const { storage, channel, clock } = context;
    const services = new KnownServices(storage, plan.account.messagingServiceSid ?? null);
    this.#plan = plan;
    this.#context = context;
    this.#provider = provider;
    this.#publicUrl = publicUrl;
    this.#links = publicUrl === null ? null : new MediaLinks(publicUrl, { secrets: plan.account.authTokens, channel });
    this.#ledger = new ConsentLedger(storage, services);
    this.#claims = new Claims(storage);
    this.#pauses = new Pauses(clock);
    const [ledger, links, claims, pauses] = [this.#ledger, this.#links, this.#claims, this.#pauses];
    this.#inbox = new SmsInbox({ plan, context, ledger, services, links, ignoredHelp: new IgnoredHelp(storage) });
    this.#refusals = new Refusals(context);
    this.#watch = new ReceiptWatch({
      clock,
      storage,
      provider,
      patienceMs: publicUrl === null ? POLL_MS : RECEIPT_MS,
      tell: (status, link) => {
        // What is watched has been settled as sent.
        claims.answered(link.deliveryId);
        return takeStatus(status, link, { context, ledger, claims, pauses });
      },
    });
    this.outbox = new SmsOutbox({ plan, context, provider, ledger, claims, pauses, watch: this.#watch, publicUrl });
  }

  /** Without a public URL nobody can call: the provider is asked instead, every few seconds. */
  async start(): Promise<void> {
    await this.#watch.start();
    if (this.#publicUrl !== null) return;
    this.#context.logger.warn(
      { event: 'sms.polling', everyMs: POLL_MS },
      'no public URL: Twilio is asked for messages and receipts, and files that customers send cannot be opened',
    );
    this.#poll();
  }

  async handle(request: ChannelRequest): Promise<ChannelReply> {
    const [path] = request.url.split('?');
    if (path?.startsWith('/media/'))
      return request.method === 'GET'
        ? await getMedia(request, { context: this.#context, provider: this.#provider, links: this.#links })
        : methodReply('GET');
    if (path !== '/inbound' && path !== '/status') return { status: 404 };
    if (request.method !== 'POST' && request.method !== 'GET') return methodReply('GET, POST');
    const read = await readRequest(request, this.#publicUrl ?? '');
    if (read.read === 'tooLarge') return { status: 413 };
    if (this.#publicUrl === null || !this.#provider.isGenuine(read.request)) {
      this.#refusals.note('x-twilio-signature' in request.headers);
      return refusal;
    }
    return path === '/inbound' ? await this.#takeInbound(read.request) : await this.#takeStatus(read.request);
  }

  async *findReceived({ since }: Missed, signal: AbortSignal): AsyncIterable<InboundMessage | MissedEnding> {
    for (const sms of await this.#provider.listReceived({ numbers: this.#plan.numbers, since }, signal)) {
      const judgement = await this.#inbox.judge(sms);
      if (judgement.is === 'message') yield judgement.message;
      if (judgement.is === 'end') yield* judgement.ends;
    }
  }

  async stop(): Promise<void> {
    this.#timer?.cancel();
    this.#timer = null;
    await this.#watch.stop();
    await this.#provider.close();
  }

  #poll(): void {
    this.#timer = this.#context.clock.setTimeout(() => {
      this.#context.lookForMissed();
      this.#poll();
    }, POLL_MS);
  }

  async #takeInbound({ parameters }: SignedRequest): Promise<ChannelReply> {
    const sms = this.#provider.parseInbound(parameters);
    if (sms === null) return { status: 400 };
    if (this.#plan.numbers?.includes(sms.to) === false)
      this.#context.logger.warn(
        { event: 'sms.other-number', number: maskNumber(sms.to) },
        'a message to a number that the channel does not name was taken in; were it missed, nobody would look for it',
      );
    await this.#inbox.take(sms);
    return emptyReply;
  }

  async #takeStatus({ parameters, url }: SignedRequest): Promise<ChannelReply> {
    const status = this.#provider.parseStatus(parameters);
    if (status === null) return { status: 400 };
    const link = readStatusUrl(url);
    const parts = { context: this.#context, ledger: this.#ledger, claims: this.#claims, pauses: this.#pauses };
    // Without a delivery in it: of a service's own callback, or of a message that is not ours.
    if (link !== null) await takeStatus(status, link, parts);
    if (status.state !== 'taken') this.#watch.told(status.sid);
    return { status: 204 };
  }
}
