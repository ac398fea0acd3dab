import { type AdapterDefinition, CHANNEL_ADAPTER_CONTRACT } from '@trunkline/core';
import { didYouMean } from '../config/nearest.ts';
import type { BuiltInAdapter, Wiring } from '../wiring.ts';
import { isPath, loadModule } from './load-module.ts';

export type LoadedAdapter =
  | { readonly ok: true; readonly definition: AdapterDefinition }
  | { readonly ok: false; readonly problem: string };

/** The built-in adapter of this name, if it is one. */
export function builtIn(name: string, wiring: Wiring): BuiltInAdapter | null {
  return Object.hasOwn(wiring.adapters, name) ? (wiring.adapters[name] ?? null) : null;
}

/** Loads a built-in adapter the way it loads anybody's. */
export async function loadAdapter(name: string, folder: string, wiring: Wiring): Promise<LoadedAdapter> {
  const specifier = builtIn(name, wiring)?.package ?? name;
  const loaded = await loadModule(specifier, { ...wiring, folder });
  switch (loaded.outcome) {
    case 'absent':
      return { ok: false, problem: absent(name, specifier, wiring) };
    case 'broken':
      return { ok: false, problem: `${specifier} cannot be loaded: ${loaded.why}` };
    case 'loaded':
      return checkDefinition(specifier, loaded.exports['adapter']);
  }
}

function absent(name: string, specifier: string, wiring: Wiring): string {
  if (isPath(specifier)) return `there is no file ${specifier} (paths are relative to the config file)`;
  if (specifier !== name) return `the package ${specifier}, which the adapter ${name} needs, is not installed`;
  const hint = didYouMean(name, Object.keys(wiring.adapters));
  // Who mistypes a name is not to install whatever has the mistyped one.
  return hint === ''
    ? `the package ${specifier} is not installed: npm install ${specifier}`
    : `there is no adapter ${name}${hint}`;
}

function checkDefinition(specifier: string, exported: unknown): LoadedAdapter {
  const definition = exported as Partial<AdapterDefinition> | undefined | null;
  if (typeof definition !== 'object' || definition === null)
    return {
      ok: false,
      problem: `${specifier} exports no "adapter"; it must export const adapter = defineAdapter({…})`,
    };
  if (definition.contract !== CHANNEL_ADAPTER_CONTRACT)
    return {
      ok: false,
      problem: `${specifier} is written for ${versionOf(definition.contract)} of the adapter contract, this bridge speaks version ${CHANNEL_ADAPTER_CONTRACT}: ${versionRemedy(definition.contract)}`,
    };
  if (typeof definition.create !== 'function' || typeof definition.options?.safeParse !== 'function')
    return { ok: false, problem: `the "adapter" that ${specifier} exports lacks create or options` };
  return { ok: true, definition: definition as AdapterDefinition };
}

function versionOf(contract: unknown): string {
  return typeof contract === 'number' ? `version ${contract}` : 'no version';
}

function versionRemedy(contract: unknown): string {
  if (typeof contract !== 'number') return 'contract: CHANNEL_ADAPTER_CONTRACT belongs into what it exports';
  return contract > CHANNEL_ADAPTER_CONTRACT ? 'update the bridge' : 'update the adapter';
}
