import type { AdapterContext, Address, Ending, InboundMessage } from '@trunkline/core';
import { addressOf, type Ends } from '../address.ts';
import type { MediaLinks } from '../media/media-links.ts';
import { isKnown, knownChange } from '../opt-out/consent.ts';
import type { ConsentLedger } from '../opt-out/consent-ledger.ts';
import type { IgnoredHelp } from '../opt-out/ignored-help.ts';
import type { KnownServices } from '../opt-out/known-services.ts';
import type { Plan } from '../plan.ts';
import type { InboundSms, Keyword } from '../provider/provider.ts';
import { chooseRouting } from '../routing/choose-routing.ts';
import { InTurn } from './in-turn.ts';
import { inboundMessage } from './inbound-message.ts';

export interface InboxParts {
  readonly plan: Plan;
  readonly context: AdapterContext;
  readonly ledger: ConsentLedger;
  readonly services: KnownServices;
  readonly ignoredHelp: IgnoredHelp;
  readonly links: MediaLinks | null;
}

/** What is to be done about a text message. `nothing`: it is the provider's business, and answered by it. */
export type Judgement =
  | { readonly is: 'message'; readonly message: InboundMessage }
  | { readonly is: 'end'; readonly ends: readonly EndOfChat[] }
  | { readonly is: 'nothing' };

interface Thread {
  readonly ours: string;
  readonly address: Address;
  /** The conversation that is open in it. */
  readonly chat: string | null;
}

interface EndOfChat {
  readonly address: Address;
  readonly ending: Ending;
}

/**
 * Reads what came in, by webhook or from the list. What somebody says of being texted is in the ledger before anything
 * follows from it. Reading the same message again leads to the same.
 */
export class SmsInbox {
  readonly #parts: InboxParts;
  readonly #inTurn = new InTurn();

  constructor(parts: InboxParts) {
    this.#parts = parts;
  }

  /** Durable once it resolves. One after the other for each customer, so that what came first is judged first. */
  async take(sms: InboundSms): Promise<void> {
    await this.#inTurn.run(addressOf(endsOf(sms)), () => this.#take(sms));
  }

  async #take(sms: InboundSms): Promise<void> {
    const { context } = this.#parts;
    const judgement = await this.judge(sms);
    if (judgement.is === 'end')
      for (const { address, ending } of judgement.ends) await context.receiveEnd(address, ending);
    if (judgement.is !== 'message') return;
    const { duplicate } = await context.receive(judgement.message);
    if (!duplicate) context.count('segments_received', sms.segments);
  }

  async judge(sms: InboundSms): Promise<Judgement> {
    const { plan, services } = this.#parts;
    await services.note(sms.to, sms.service);
    const keyword = sms.keyword ?? plan.findKeyword(sms.text);
    if (keyword === 'stop') return await this.#stop(sms);
    if (keyword !== null && (await this.#isTheProviders(sms, keyword))) return { is: 'nothing' };
    return { is: 'message', message: await this.#message(sms) };
  }

  async #stop(sms: InboundSms): Promise<Judgement> {
    const { context, ledger } = this.#parts;
    const ends = endsOf(sms);
    const earlier = knownChange(await ledger.read(ends), sms.sid);
    const threads = await this.#threadsOf(ends);
    const chats = earlier?.chats ?? threads.flatMap(({ chat }) => chat ?? []);
    const change = { state: 'optedOut', at: this.#timeOf(sms), by: wordOf(sms), sid: sms.sid, chats } as const;
    const consent = await ledger.record(ends, change);
    if (earlier === null) context.count('opt_outs');
    // Something later was said already, and this is not the last word on it.
    if (consent.sid !== sms.sid) return { is: 'nothing' };
    // Read again, it ends what it was to end and has not, but no chat that began after it.
    const concerned = threads.filter(({ chat }) => chat !== null && chats.includes(chat));
    if (concerned.length === 0) return { is: 'nothing' };
    const ending = {
      id: sms.sid,
      notice: `The customer has opted out of text messages (${wordOf(sms)}). Nothing more can be sent to them.`,
      reason: 'customer opted out',
    };
    return {
      is: 'end',
      ends: concerned.map(({ ours, address }) => ({
        address,
        ending: ours === sms.to ? { ...ending, lastWords: sms.text } : ending,
      })),
    };
  }

  /** START from somebody who had opted out, and HELP outside of a chat: both are answered by the provider. */
  async #isTheProviders(sms: InboundSms, keyword: Exclude<Keyword, 'stop'>): Promise<boolean> {
    const { context, ledger, ignoredHelp } = this.#parts;
    const ends = endsOf(sms);
    if (keyword === 'help') {
      if (await ignoredHelp.has(ends, sms.sid)) return true;
      if ((await context.conversation(addressOf(ends))) !== null) return false;
      await ignoredHelp.add(ends, sms.sid);
      return true;
    }
    const consent = await ledger.read(ends);
    if (isKnown(consent, sms.sid)) return true;
    const at = this.#timeOf(sms);
    if (consent === null || consent.state !== 'optedOut' || at < consent.at) return false;
    await ledger.record(ends, { state: 'optedIn', at, by: wordOf(sms), sid: sms.sid });
    context.count('opt_ins');
    return true;
  }

  async #message(sms: InboundSms): Promise<InboundMessage> {
    const { plan, context, ledger, links } = this.#parts;
    const { from, to, text } = sms;
    const ends = endsOf(sms);
    const open = (await context.conversation(addressOf(ends))) !== null;
    const consent = await ledger.read(ends);
    const choice = chooseRouting(plan.rules, { text, from, to, at: this.#timeOf(sms) });
    return inboundMessage(sms, {
      now: context.clock.now(),
      links,
      choice,
      open,
      optedOut: consent?.state === 'optedOut',
    });
  }

  /** Where this customer may have a chat that an opt-out ends: an opt-out counts for all numbers of a service. */
  async #threadsOf({ ours, theirs }: Ends): Promise<readonly Thread[]> {
    const { plan, services, context } = this.#parts;
    const service = await services.of(ours);
    const pool = [ours];
    for (const number of plan.numbers ?? [])
      if (number !== ours && service !== null && (await services.of(number)) === service) pool.push(number);
    return await Promise.all(
      pool.map(async (number) => {
        const address = addressOf({ ours: number, theirs });
        return { ours: number, address, chat: await context.conversation(address) };
      }),
    );
  }

  #timeOf({ at }: InboundSms): number {
    return at ?? this.#parts.context.clock.now();
  }
}

function endsOf({ from, to }: InboundSms): Ends {
  return { ours: to, theirs: from };
}

/** A keyword is a single word; what a service of its own calls one may be anything. */
function wordOf({ text, keyword }: InboundSms): string {
  const word = text.trim().toUpperCase();
  return /^\p{L}{1,20}$/u.test(word) ? word : (keyword ?? 'stop').toUpperCase();
}
