import type { AdapterDefinition, ChannelAdapter } from '@trunkline/core';
import type { z } from 'zod';

export type MadeAdapter =
  | { readonly outcome: 'made'; readonly adapter: ChannelAdapter }
  | { readonly outcome: 'issues'; readonly issues: readonly z.core.$ZodIssue[] }
  | { readonly outcome: 'refused'; readonly why: string };

/** Checks options and makes the adapter, whatever its code does. */
export function makeAdapter(definition: AdapterDefinition, options: unknown): MadeAdapter {
  try {
    const checked = definition.options.safeParse(options);
    if (!checked.success) {
      const { issues } = checked.error;
      return Array.isArray(issues) && issues.length > 0
        ? { outcome: 'issues', issues }
        : { outcome: 'refused', why: 'the adapter refuses its options and does not say why' };
    }
    const adapter: ChannelAdapter = definition.create(checked.data);
    const lacking = lackingIn(adapter);
    return lacking === null
      ? { outcome: 'made', adapter }
      : { outcome: 'refused', why: `what the adapter creates lacks ${lacking}` };
  } catch (error) {
    const why = error instanceof Error ? error.message : 'it threw';
    return { outcome: 'refused', why: `the adapter refuses its options: ${why}` };
  }
}

const METHODS = ['start', 'handle', 'deliver', 'stop'] as const;

function lackingIn(made: unknown): string | null {
  const adapter = (made ?? {}) as Partial<ChannelAdapter>;
  const missing: string[] = METHODS.filter((name) => typeof adapter[name] !== 'function');
  if (!['structured', 'text'].includes(adapter.capabilities?.presence ?? '')) missing.push('capabilities.presence');
  return missing.length === 0 ? null : missing.join(', ');
}
