import type { AdapterContext, DeliverOutcome, Failure, FindSentOutcome, OutboundDelivery } from '@trunkline/core';
import { type Ends, endsOf } from '../address.ts';
import { type OutgoingText, withoutMediaLinks } from '../media/outgoing-media.ts';
import type { ConsentLedger } from '../opt-out/consent-ledger.ts';
import type { Plan } from '../plan.ts';
import type { SmsProvider } from '../provider/provider.ts';
import { ProviderUnavailableError } from '../provider/provider-unavailable-error.ts';
import { segmentsOf } from '../text/segments.ts';
import type { Claims } from './claims.ts';
import { deliveryText } from './delivery-text.ts';
import { budgetFailure, failureOfSend, foreignAddressFailure, optedOutFailure, storeFailure } from './failures.ts';
import { findSent } from './find-sent.ts';
import type { Pauses } from './pauses.ts';
import type { ReceiptWatch } from './receipt-watch.ts';
import { afterSend, sendingStateOf } from './sending-state.ts';
import { statusUrl } from './status-link.ts';

export interface OutboxParts {
  readonly plan: Plan;
  readonly context: AdapterContext;
  readonly provider: SmsProvider;
  readonly ledger: ConsentLedger;
  readonly claims: Claims;
  readonly pauses: Pauses;
  readonly watch: ReceiptWatch;
  readonly publicUrl: string | null;
}

/** Sends what is owed to customers, each once, if they want it. */
export class SmsOutbox {
  readonly #parts: OutboxParts;

  constructor(parts: OutboxParts) {
    this.#parts = parts;
  }

  async deliver(outbound: OutboundDelivery, signal: AbortSignal): Promise<DeliverOutcome> {
    const said = deliveryText(outbound.delivery.body);
    if (said === null) return { outcome: 'accepted', key: null };
    const ends = endsOf(outbound.address);
    if (ends === null) return rejected(foreignAddressFailure);
    const outgoing = this.#outgoing(said, ends);
    const segments = outgoing.mediaUrls.length > 0 ? 1 : segmentsOf(outgoing.text);
    if (outbound.delivery.repeated) {
      const earlier = await this.#earlierAttempt(outbound, signal);
      if (earlier !== null) return earlier;
    }
    const refusal = await this.#whyNot(outbound, { ends, segments });
    if (refusal !== null) return rejected(refusal);
    return await this.#send(outbound, { ends, outgoing, segments }, signal);
  }

  async findSent(outbound: OutboundDelivery, signal: AbortSignal): Promise<FindSentOutcome> {
    const said = deliveryText(outbound.delivery.body);
    const ends = endsOf(outbound.address);
    if (said === null || ends === null) return { found: 'notSent' };
    const { text, mediaUrls } = this.#outgoing(said, ends);
    const segments = mediaUrls.length > 0 ? 1 : segmentsOf(text);
    const { provider, claims, plan, context, watch } = this.#parts;
    const { clock } = context;
    const service = plan.account.messagingServiceSid ?? null;
    const found = await findSent({ outbound, ends, text, segments, service }, { provider, claims, clock }, signal);
    if (found.found === 'sent') {
      context.count('segments_sent', segments);
      watch.sent({ deliveryId: outbound.delivery.id, address: outbound.address }, found.key);
    }
    return found;
  }

  /**
   * One that may have been taken and could not be found out about goes out again only after the list was seen: nobody
   * wants to read the same text twice, and Twilio has what it has.
   */
  async #earlierAttempt(outbound: OutboundDelivery, signal: AbortSignal): Promise<DeliverOutcome | null> {
    try {
      const found = await this.findSent(outbound, signal);
      if (found.found !== 'sent') return null;
      const { found: _, ...rest } = found;
      return { outcome: 'accepted', ...rest };
    } catch (error) {
      if (!(error instanceof ProviderUnavailableError)) return rejected(storeFailure);
      return rejected({ ...failureOfSend(error.error), scope: 'route', retryable: true });
    }
  }

  #outgoing(said: string, ends: Ends): OutgoingText {
    return this.#parts.plan.mediaOut ? withoutMediaLinks(said, ends) : { text: said, mediaUrls: [] };
  }

  async #whyNot(
    { adapterState }: OutboundDelivery,
    { ends, segments }: { readonly ends: Ends; readonly segments: number },
  ): Promise<Failure | null> {
    const { plan, ledger, pauses } = this.#parts;
    try {
      if ((await ledger.read(ends))?.state === 'optedOut') return optedOutFailure;
    } catch {
      return storeFailure;
    }
    const budget = plan.segmentsPerConversation;
    if (budget !== null && sendingStateOf(adapterState).segments + segments > budget) return budgetFailure(budget);
    return pauses.of(ends.ours);
  }

  async #send(outbound: OutboundDelivery, what: Sending, signal: AbortSignal): Promise<DeliverOutcome> {
    const { context, provider, claims, watch, publicUrl } = this.#parts;
    const { delivery, address, adapterState } = outbound;
    const { ends, outgoing, segments } = what;
    const link = { deliveryId: delivery.id, address };
    const result = await provider.send(
      {
        from: ends.ours,
        to: ends.theirs,
        ...outgoing,
        statusUrl: publicUrl === null ? null : statusUrl(publicUrl, link),
      },
      signal,
    );
    if (result.result === 'taken') {
      claims.answered(delivery.id);
      watch.sent(link, result.sid);
      context.count('segments_sent', segments);
      if (outgoing.mediaUrls.length > 0) context.count('media_sent', outgoing.mediaUrls.length);
      const state = afterSend(sendingStateOf(adapterState), { sid: result.sid, segments });
      return { outcome: 'accepted', key: result.sid, adapterState: state };
    }
    const { error } = result;
    if (error.kind === 'optedOut') await this.#noteOptOut(ends, error.code);
    const failure = error.kind === 'optedOut' ? optedOutFailure : failureOfSend(error);
    return { outcome: result.result === 'refused' ? 'rejected' : 'unknown', failure };
  }

  /** They said so elsewhere, or before we listened. If it cannot be kept, the provider will say it again. */
  async #noteOptOut(ends: Ends, code: string): Promise<void> {
    const { context, ledger } = this.#parts;
    context.count('opt_outs');
    await ledger
      .record(ends, { state: 'optedOut', at: context.clock.now(), by: code, sid: null })
      .catch(() => context.logger.warn({ event: 'sms.opt-out-not-kept' }, 'an opt-out could not be kept'));
  }
}

interface Sending {
  readonly ends: Ends;
  readonly outgoing: OutgoingText;
  readonly segments: number;
}

function rejected(failure: Failure): DeliverOutcome {
  return { outcome: 'rejected', failure };
}
