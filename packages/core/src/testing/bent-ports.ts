import type { ChannelAdapter } from '../contracts/channel-adapter.ts';
import type { ContactCenter } from '../contracts/contact-center.ts';
import type { EngineWorld } from './engine-harness.ts';

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
