import type { CustomerRecord, Store } from '../contracts/store.ts';
import { NotAcceptingError } from '../domain/errors.ts';
import { type Address, type CustomerId, customerId } from '../domain/ids.ts';
import type { Channel } from './channel.ts';
import { CustomerLoop } from './customer-loop.ts';
import { freshId } from './ids.ts';
import type { LoopServices } from './loop-services.ts';
import type { Turn } from './turn.ts';

/** How long a customer rests whose step has failed. */
const REST_MS = 2_000;

interface Job<T> {
  readonly failFast?: boolean;
  /** Also while the bridge stops. */
  readonly whileDraining?: boolean;
  readonly run: (turn: Turn, loop: CustomerLoop) => Promise<T>;
}

/** Finds the loop of a customer, by address, id or session; there is never more than one. */
export class Registry {
  readonly #services: LoopServices;
  readonly #byAddress = new Map<string, Promise<CustomerLoop>>();
  readonly #byId = new Map<CustomerId, CustomerLoop>();
  readonly #bySession = new Map<string, CustomerLoop>();

  constructor(services: Omit<LoopServices, 'onIdle' | 'onDoubtful'>) {
    this.#services = {
      ...services,
      onIdle: (loop) => this.#forget(loop),
      onDoubtful: (loop) => {
        this.#forget(loop);
        this.#takeUpAnew(loop);
      },
    };
  }

  get loops(): Iterable<CustomerLoop> {
    return this.#byId.values();
  }

  /** Runs a job with the customer of an address, who may never have been seen before. */
  async run<T>(channel: Channel, address: Address, job: Job<T>): Promise<T> {
    for (;;) {
      if (job.whileDraining ? channel.closed : channel.draining) throw new NotAcceptingError('the bridge is stopping');
      const loop = await this.#find(channel, address);
      if (!loop.closed) return await loop.run((turn) => job.run(turn, loop), job);
      this.#byAddress.delete(keyOf(channel, address));
    }
  }

  /** The loop of an address if it is at work now. */
  async present(channel: Channel, address: Address): Promise<CustomerLoop | undefined> {
    return await this.#byAddress.get(keyOf(channel, address));
  }

  /** The loop of a customer that is in the store. */
  restore(channel: Channel, record: CustomerRecord): CustomerLoop {
    const known = this.#byId.get(record.customer.id);
    if (known !== undefined) return known;
    const loop = new CustomerLoop(channel, record, this.#services);
    this.#byId.set(record.customer.id, loop);
    for (const address of new Set([loop.customer.address, loop.address]))
      this.#byAddress.set(keyOf(channel, address), Promise.resolve(loop));
    return loop;
  }

  bindSession(transport: string, sessionId: string, loop: CustomerLoop): void {
    this.#bySession.set(`${transport}/${sessionId}`, loop);
  }

  unbindSession(transport: string, sessionId: string): void {
    this.#bySession.delete(`${transport}/${sessionId}`);
  }

  ofSession(transport: string, sessionId: string): CustomerLoop | undefined {
    return this.#bySession.get(`${transport}/${sessionId}`);
  }

  async #find(channel: Channel, address: Address): Promise<CustomerLoop> {
    const key = keyOf(channel, address);
    const known = this.#byAddress.get(key);
    if (known !== undefined) return await known;
    const loading = this.#load(channel, address, this.#services.store);
    this.#byAddress.set(key, loading);
    loading.catch(() => this.#byAddress.delete(key));
    return await loading;
  }

  async #load(channel: Channel, address: Address, store: Store): Promise<CustomerLoop> {
    const record = await store.load({ channel: channel.name, address });
    if (record !== null) return this.restore(channel, record);
    const timelineFloor = await store.timelineFloor();
    const id = customerId(`u_${freshId(this.#services.clock.now())}`);
    const customer = { id, channel: channel.name, address };
    const loop = new CustomerLoop(channel, { customer, timelineFloor }, this.#services);
    this.#byId.set(id, loop);
    return loop;
  }

  #takeUpAnew({ channel, customer }: Pick<CustomerLoop, 'channel' | 'customer'>): void {
    this.#services.clock.setTimeout(() => {
      if (channel.draining || this.#byId.has(customer.id)) return;
      this.#services.store.loadById(customer.id).then(
        (record) => {
          if (record !== null) this.restore(channel, record).takeUp();
        },
        () => this.#takeUpAnew({ channel, customer }),
      );
    }, REST_MS);
  }

  #forget(loop: CustomerLoop): void {
    loop.close();
    this.#byId.delete(loop.customer.id);
    const session = loop.state.kept.conversation?.session;
    if (session != null && this.ofSession(session.transport, session.id) === loop)
      this.unbindSession(session.transport, session.id);
    for (const address of new Set([loop.customer.address, loop.address]))
      this.#byAddress.delete(keyOf(loop.channel, address));
  }
}

function keyOf(channel: Channel, address: Address): string {
  return `${channel.name}\n${address}`;
}
