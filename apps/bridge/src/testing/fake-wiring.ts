import {
  type AdapterDefinition,
  CHANNEL_ADAPTER_CONTRACT,
  type ChannelAdapter,
  type ContactCenter,
} from '@trunkline/core';
import { z } from 'zod';
import type { ContactCenterConfig } from '../config/config.ts';
import { type Wiring, wiring } from '../wiring.ts';
import { FakeEngine } from './fake-engine.ts';
import { FakeStore } from './fake-store.ts';

/** The bridge's real names, with fakes behind those packages that the test installs. */
export interface FakeHouse {
  readonly engine: FakeEngine;
  readonly store: FakeStore;
  /** Settings of the contact centres that were created. */
  readonly contactCenters: ContactCenterConfig[];
  /** What stands behind all of them. */
  readonly center: FakeCenter;
  readonly wiring: Wiring;
}

interface FakeCenter {
  open: ContactCenter['open'];
  readonly calls: string[];
}

export function fakeHouse(packages: Readonly<Record<string, unknown>> = {}): FakeHouse {
  const engine = new FakeEngine();
  const store = new FakeStore();
  const contactCenters: ContactCenterConfig[] = [];
  const center: FakeCenter = { calls: [], open: () => Promise.reject(new Error('not in this test')) };
  const installed: Readonly<Record<string, unknown>> = {
    '@trunkline/adapter-http': { adapter: fakeAdapter() },
    '@trunkline/store-sqlite': { storeDriver: store.driver },
    ...packages,
  };
  return {
    engine,
    store,
    contactCenters,
    center,
    wiring: {
      ...wiring,
      transports: {
        ...wiring.transports,
        'guest-chat': {
          package: '@trunkline/core',
          load: async () => ({
            regions: ['mypurecloud.com', 'mypurecloud.ie'],
            knowsRegion: (name) => name.startsWith('mypurecloud.'),
            apiUrl: ({ apiUrl, region }) => apiUrl ?? `https://api.${region}`,
            create: (settings) => {
              contactCenters.push(settings);
              const made: Partial<ContactCenter> = {
                transport: 'guest-chat',
                start: async () => void center.calls.push('start'),
                open: (...given) => center.open(...given),
                stop: async () => void center.calls.push('stop'),
              };
              return made as ContactCenter;
            },
          }),
        },
      },
      createEngine: (options) => engine.create(options),
      async importModule(specifier) {
        if (Object.hasOwn(installed, specifier)) return installed[specifier];
        if (specifier.startsWith('file:')) return import(/* @vite-ignore */ specifier);
        const error = new Error(`Cannot find package '${specifier}' imported from the test`);
        throw Object.assign(error, { code: 'ERR_MODULE_NOT_FOUND' });
      },
    },
  };
}

export function fakeAdapter(parts: Partial<AdapterDefinition> = {}): AdapterDefinition {
  return {
    contract: CHANNEL_ADAPTER_CONTRACT,
    name: 'fake',
    options: z.strictObject({
      apiKey: z.string().min(1),
      webhook: z.strictObject({ url: z.string(), secret: z.union([z.string(), z.array(z.string())]) }).optional(),
    }),
    create: () => idleAdapter(),
    ...parts,
  };
}

/** Complete, and does nothing. */
export function idleAdapter(parts: Partial<ChannelAdapter> = {}): ChannelAdapter {
  return {
    capabilities: { presence: 'text' },
    start: async () => undefined,
    handle: async () => ({ status: 204 }),
    deliver: async () => ({ outcome: 'accepted', key: null }),
    stop: async () => undefined,
    ...parts,
  };
}
