import type { AdapterCapabilities } from '../contracts/abilities.ts';
import type { AdapterContext, ChannelAdapter, Receipt, Received } from '../contracts/channel-adapter.ts';
import type { Delivery, DeliveryBody } from '../domain/delivery.ts';
import { address, type DeliveryId } from '../domain/ids.ts';

export type AdapterFault = 'none' | 'unknownBefore' | 'unknownAfter' | 'refused' | 'down' | 'throws';

/** The medium and whoever is at its end, which outlive our processes. Recognises a repeated delivery by its id. */
export class FakeMediumWorld {
  /** Asked before each delivery; return what is to go wrong. */
  fault: () => AdapterFault = () => 'none';
  /** Deliveries that arrived more than once although nobody had said so. */
  readonly unflaggedRepeats: string[] = [];
  /** What is told of a delivery that has arrived before the write is answered; null: nothing. */
  early: (delivery: Delivery) => Receipt | null = () => null;
  readonly #arrived = new Map<DeliveryId, { readonly to: string; readonly body: DeliveryBody }>();

  /** What one address was told, in the order of arrival, each delivery once; but not that it has to wait. */
  told(to: string): readonly string[] {
    return [...this.#arrived.values()]
      .filter(({ to: whom, body }) => whom === to && !(body.kind === 'status' && body.status === 'waiting'))
      .map(({ body }) =>
        body.kind === 'message'
          ? body.author.kind === 'system'
            ? `<${body.text}>`
            : body.text
          : body.kind === 'status'
            ? `<${body.status}>`
            : '<failed>',
      );
  }

  /** What one address could read, on a channel that shows words. */
  words(to: string): readonly string[] {
    return [...this.#arrived.values()]
      .filter((one) => one.to === to)
      .map(({ body }) => body.text ?? '')
      .filter((text) => text !== '');
  }

  /** Only what agents said. */
  messages(to: string): readonly string[] {
    return this.told(to).filter((text) => !text.startsWith('<'));
  }

  /** What arrived at an address, in that order. */
  arrived(to: string): readonly DeliveryId[] {
    return [...this.#arrived].filter(([, one]) => one.to === to).map(([id]) => id);
  }

  /** The delivery that brought a text to an address. */
  deliveryOf(to: string, text: string): DeliveryId {
    const found = [...this.#arrived].find(([, one]) => one.to === to && one.body.text === text);
    if (found === undefined) throw new TypeError(`${to} was never told "${text}"`);
    return found[0];
  }

  /** The channel as one process sees it, and a way to speak as its customers. */
  connect(capabilities: AdapterCapabilities = { presence: 'structured', waiting: true }): FakeChannel {
    let context: AdapterContext | null = null;
    const adapter: ChannelAdapter = {
      capabilities,
      start: async (given) => {
        context = given;
      },
      handle: async () => ({ status: 404 }),
      deliver: async ({ delivery, address: to }) => {
        const fault = this.fault();
        const failure = { code: `fake.${fault}`, retryable: true, human: 'the medium failed' } as const;
        if (fault === 'throws') throw new TypeError('the adapter broke');
        if (fault === 'refused')
          return { outcome: 'rejected', failure: { ...failure, scope: 'message', retryable: false } };
        if (fault === 'down') return { outcome: 'rejected', failure: { ...failure, scope: 'route' } };
        if (fault === 'unknownBefore') return { outcome: 'unknown', failure: { ...failure, scope: 'message' } };
        if (this.#arrived.has(delivery.id)) {
          if (!delivery.repeated) this.unflaggedRepeats.push(delivery.id);
        } else {
          this.#arrived.set(delivery.id, { to, body: delivery.body });
        }
        const receipt = this.early(delivery);
        if (receipt !== null) await context?.receiveReceipt(to, receipt);
        return fault === 'unknownAfter'
          ? { outcome: 'unknown', failure: { ...failure, scope: 'message' } }
          : { outcome: 'accepted', key: delivery.id };
      },
      stop: async () => {},
    };
    return {
      adapter,
      say: async (from, text, id) => {
        if (context === null) throw new TypeError('the channel was not started');
        return await context.receive({
          address: address(from),
          text,
          profile: { name: from },
          ...(id === undefined ? {} : { id }),
        });
      },
      context: () => {
        if (context === null) throw new TypeError('the channel was not started');
        return context;
      },
    };
  }
}

export interface FakeChannel {
  readonly adapter: ChannelAdapter;
  /** A customer says something; resolves when it is durable. */
  say(from: string, text: string, id?: string): Promise<Received>;
  context(): AdapterContext;
}
