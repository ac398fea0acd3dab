/** How often and how long one address is tried (§1.4). */
export interface ConnectionOverrides {
  readonly connectMs: number;
  readonly readMs: number;
  readonly totalMs: number;
  readonly retries: number;
  readonly policy: ReadonlySet<RetryClass>;
}

/** What can be retried: an answer of that class, a failed connection, silence. */
export type RetryClass = '4xx' | '5xx' | 'ct' | 'rt';

const classes: readonly RetryClass[] = ['4xx', '5xx', 'ct', 'rt'];

const defaults: ConnectionOverrides = {
  connectMs: 5_000,
  readMs: 15_000,
  totalMs: 15_000,
  retries: 1,
  policy: new Set<RetryClass>(['ct']),
};

/** An address as it is called and signed, and what its fragment asks for. */
export interface SplitAddress {
  /** Exactly as configured, up to the `#`. */
  readonly url: string;
  readonly overrides: ConnectionOverrides;
}

/** What is missing, not understood or out of range is as if it were not there, or at the nearest end of its range. */
export function splitAddress(address: string, heeded: boolean): SplitAddress {
  const at = address.indexOf('#');
  if (at === -1) return { url: address, overrides: defaults };
  const url = address.slice(0, at);
  if (!heeded) return { url, overrides: defaults };
  const wanted = new URLSearchParams(address.slice(at + 1));
  const number = (name: string, [standard, min, max]: readonly [number, number, number]) => {
    const text = wanted.get(name) ?? '';
    return /^\d+$/.test(text) ? Math.min(max, Math.max(min, Number(text))) : standard;
  };
  return {
    url,
    overrides: {
      connectMs: number('ct', [defaults.connectMs, 100, 10_000]),
      readMs: number('rt', [defaults.readMs, 100, 15_000]),
      totalMs: number('tt', [defaults.totalMs, 100, 15_000]),
      retries: number('rc', [defaults.retries, 0, 5]),
      policy: policyOf(wanted.get('rp')),
    },
  };
}

function policyOf(text: string | null): ReadonlySet<RetryClass> {
  const words = (text ?? '').split(',').map((word) => word.trim());
  if (words.includes('all')) return new Set(classes);
  const known = classes.filter((one) => words.includes(one));
  return known.length === 0 ? defaults.policy : new Set(known);
}
