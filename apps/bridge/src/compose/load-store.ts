import { resolve } from 'node:path';
import type { StoreDriver } from '@trunkline/core';
import { didYouMean } from '../config/nearest.ts';
import type { Wiring } from '../wiring.ts';
import { loadModule } from './load-module.ts';

export type LoadedStore =
  | { readonly ok: true; readonly driver: StoreDriver; readonly url: string }
  | { readonly ok: false; readonly problem: string };

/** The driver of a store URL's scheme. */
export async function loadStore(url: string, folder: string, wiring: Wiring): Promise<LoadedStore> {
  const scheme = url.slice(0, url.indexOf(':'));
  const specifier = Object.hasOwn(wiring.stores, scheme) ? wiring.stores[scheme] : undefined;
  if (specifier === undefined) {
    const known = Object.keys(wiring.stores);
    return {
      ok: false,
      problem: `no store is known by this scheme; known are ${known.join(', ')}${didYouMean(scheme, known)}`,
    };
  }
  const loaded = await loadModule(specifier, { ...wiring, folder });
  if (loaded.outcome === 'absent')
    return { ok: false, problem: `the package ${specifier} is not installed: npm install ${specifier}` };
  if (loaded.outcome === 'broken') return { ok: false, problem: `${specifier} cannot be loaded: ${loaded.why}` };
  const driver = loaded.exports['storeDriver'] as StoreDriver | undefined;
  if (typeof driver?.open !== 'function') return { ok: false, problem: `${specifier} exports no "storeDriver"` };
  return { ok: true, driver, url: absoluteUrl(url, folder) };
}

/** A relative sqlite path is meant from the config file's folder, wherever the bridge is started. */
function absoluteUrl(url: string, folder: string): string {
  const path = /^sqlite:(?!:|\/\/)(.+)$/.exec(url)?.[1];
  return path === undefined ? url : `sqlite:${resolve(folder, path)}`;
}
