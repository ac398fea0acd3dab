import type { ChannelAdapter } from '../contracts/channel-adapter.ts';
import type { ContactCenter } from '../contracts/contact-center.ts';
import type { Store } from '../contracts/store.ts';
import { StoreUnavailableError } from '../domain/errors.ts';
import type { EngineWorld } from './engine-harness.ts';
import { createMemoryStore, type MemoryDisk } from './memory-store.ts';

/** Has the contact centre of every later process behave differently in some calls. */
export function bendContactCenter(
  { contactCenter }: EngineWorld,
  change: (real: ContactCenter) => Partial<ContactCenter>,
): void {
  const connect = contactCenter.connect.bind(contactCenter);
  contactCenter.connect = () => {
    const real = connect();
    return { ...real, ...change(real) };
  };
}

/** Has the adapter of every later process behave differently in some calls. */
export function bendAdapter({ medium }: EngineWorld, change: (real: ChannelAdapter) => Partial<ChannelAdapter>): void {
  const connect = medium.connect.bind(medium);
  medium.connect = (capabilities) => {
    const real = connect(capabilities);
    return { ...real, adapter: { ...real.adapter, ...change(real.adapter) } };
  };
}

/** A store on a disk that is full whenever it says so. */
export function storeThatFills(disk: MemoryDisk, isFull: () => boolean): Store {
  const store = createMemoryStore(disk);
  const commit: Store['commit'] = async (step) => {
    if (isFull()) throw new StoreUnavailableError('the disk is full');
    return await store.commit(step);
  };
  return { ...store, commit };
}
