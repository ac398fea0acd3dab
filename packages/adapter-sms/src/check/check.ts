import { type CheckPlace, type Finding, isInternalHost } from '@trunkline/core';
import { maskNumber } from '../numbers/mask-number.ts';
import { isKnownToPlan } from '../numbers/phone-number.ts';
import type { Plan } from '../plan.ts';
import type { LoadProvider } from '../provider/provider.ts';
import { ProviderUnavailableError } from '../provider/provider-unavailable-error.ts';
import { compareSetup } from './compare-setup.ts';

export interface Checking {
  readonly plan: Plan;
  readonly place: CheckPlace;
  readonly loadProvider: LoadProvider;
}

/** What the options and the place leave to be desired; online, also what the provider has set up otherwise. */
export async function check({ plan, place, loadProvider }: Checking, signal: AbortSignal): Promise<readonly Finding[]> {
  const publicUrl = plan.publicUrl ?? place.publicUrl;
  const findings = [...judgeUrl(publicUrl, plan), ...judgeNumbers(plan)];
  if (!place.online) return findings;
  const provider = await loadProvider();
  try {
    const setups = await provider.setups(plan.numbers, signal);
    if (setups.length === 0)
      findings.push({
        severity: 'problem',
        about: 'numbers',
        text: 'The Twilio account has no phone number. Buy one in the console under Phone Numbers.',
      });
    return [...findings, ...setups.flatMap((setup) => compareSetup(setup, { plan, publicUrl }))];
  } catch (error) {
    if (!(error instanceof ProviderUnavailableError)) throw error;
    return [...findings, { severity: 'problem', about: 'Twilio', text: `Could not be asked: ${error.error.human}.` }];
  } finally {
    await provider.close();
  }
}

function judgeUrl(publicUrl: string | null, { account }: Plan): readonly Finding[] {
  const about = 'public URL';
  if (publicUrl === null)
    return [
      {
        severity: 'warning',
        about,
        text: 'None is set, so Twilio cannot call: it is asked for messages and receipts every few seconds, and agents read "[photo, not available]". Set server.publicUrl.',
      },
    ];
  const { protocol, hostname } = new URL(publicUrl);
  if (hostname.includes('_'))
    return [{ severity: 'problem', about, text: 'Twilio calls no host with an underscore in its name.' }];
  if (account.apiUrl === undefined && isInternalHost(hostname))
    return [{ severity: 'problem', about, text: `Twilio cannot reach ${hostname}: it is in your own network.` }];
  if (protocol !== 'https:')
    return [
      {
        severity: 'warning',
        about,
        text: `${publicUrl} is not https: what customers write crosses the internet in the clear.`,
      },
    ];
  return [{ severity: 'ok', about, text: `Twilio reaches this channel at ${publicUrl}.` }];
}

function judgeNumbers({ numbers }: Plan): readonly Finding[] {
  return (numbers ?? [])
    .filter((number) => !isKnownToPlan(number))
    .map((number) => ({
      severity: 'warning',
      about: `number ${maskNumber(number)}`,
      text: 'The numbering plan of its country has no such number. Look for a slip in the config.',
    }));
}
