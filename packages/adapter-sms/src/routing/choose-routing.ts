import { countryOf } from '../numbers/phone-number.ts';
import { guessLanguage } from './guess-language.ts';
import { isWithinHours } from './hours.ts';
import type { Conditions, RouteOptions, RoutingOptions } from './route-options.ts';

export interface RoutingRules {
  readonly routes: readonly RouteOptions[];
  /** By number as Twilio writes it. */
  readonly numbers: ReadonlyMap<string, { readonly written: string; readonly routing: RoutingOptions | undefined }>;
}

export interface RoutingFacts {
  readonly text: string;
  readonly from: string;
  readonly to: string;
  readonly at: number;
}

export interface Choice {
  /** Null: what the channel's config says. */
  readonly routing: RoutingOptions | null;
  /** In words, with its key in the config. */
  readonly rule: string;
  /** Whether what was said decides, so that it also does within a conversation. */
  readonly byText: boolean;
}

/** The first route whose conditions are all true, else the number's own routing, else the channel's. */
export function chooseRouting({ routes, numbers }: RoutingRules, facts: RoutingFacts): Choice {
  const own = numbers.get(facts.to);
  const index = routes.findIndex(({ when }) => isTrue(when, facts));
  const route = routes[index];
  if (route !== undefined)
    return {
      routing: { ...own?.routing, ...route.routing },
      rule: `routes[${index}] (${wordsOf(route.when)})`,
      byText: route.when.keyword !== undefined || route.when.language !== undefined,
    };
  if (own?.routing !== undefined)
    return { routing: own.routing, rule: `numbers.${own.written}.routing`, byText: false };
  return { routing: null, rule: 'the routing of the channel: no rule of its own applies', byText: false };
}

function isTrue(when: Conditions, { text, from, to, at }: RoutingFacts): boolean {
  const { keyword, language, to: numbers, country, hours } = when;
  return (
    (keyword === undefined || listOf(keyword).some((word) => same(word, firstWord(text)))) &&
    (language === undefined || listOf(language).includes(guessLanguage(text) ?? '')) &&
    (numbers === undefined || listOf(numbers).includes(to)) &&
    (country === undefined || listOf(country).includes(countryOf(from) ?? '')) &&
    (hours === undefined || isWithinHours(hours, at))
  );
}

/** Without what stands around it: `¡Hola!` is `hola`. */
function firstWord(text: string): string {
  const [first = ''] = text.trim().split(/\s+/u);
  return first.replaceAll(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '');
}

function same(one: string, other: string): boolean {
  return plain(one) === plain(other);
}

/** Accents are often left out on a phone. */
function plain(word: string): string {
  return word.normalize('NFD').replaceAll(/\p{M}/gu, '').toUpperCase();
}

function listOf(value: string | readonly string[]): readonly string[] {
  return typeof value === 'string' ? [value] : value;
}

function wordsOf(when: Conditions): string {
  return Object.entries(when)
    .filter(([, value]) => value !== undefined)
    .map(
      ([key, value]) =>
        `${key} ${typeof value === 'string' || Array.isArray(value) ? [value].flat().join(', ') : hoursText(when)}`,
    )
    .join('; ');
}

function hoursText({ hours }: Conditions): string {
  if (hours === undefined) return '';
  const { days, from, to, timeZone } = hours;
  return `${days === undefined ? 'every day' : days.join(', ')} ${from}–${to} ${timeZone}`;
}
