/** What a worker is asked to do: one target's inputs from a number to before another. */
export interface Work {
  readonly target: string;
  readonly seed: number;
  readonly from: number;
  readonly to: number;
  /** Two numbers that the worker keeps: which input it is at, and since when, in milliseconds of its own clock. */
  readonly at: SharedArrayBuffer;
}

/** What is wrong with one input. */
export interface Finding {
  readonly target: string;
  readonly seed: number;
  readonly number: number;
  readonly kind: 'crash' | 'violation' | 'hang' | 'rejection';
  readonly what: string;
  /** As JSON, bytes as base64. */
  readonly input: string;
}

/** What became of a worker's inputs. */
export interface Tally {
  readonly inputs: number;
  readonly accepted: number;
  readonly refused: number;
  /** With hangs and rejections that nobody caught. */
  readonly crashes: number;
  /** Taken although they must not be, or come out wrong. */
  readonly wronglyTaken: number;
  /** Of the one that took longest. */
  readonly slowestMs: number;
  /** The smallest of those with different words. */
  readonly findings: readonly Finding[];
}

export const NOTHING: Tally = {
  inputs: 0,
  accepted: 0,
  refused: 0,
  crashes: 0,
  wronglyTaken: 0,
  slowestMs: 0,
  findings: [],
};

const MOST_FINDINGS = 20;

export function added(one: Tally, other: Tally): Tally {
  return {
    inputs: one.inputs + other.inputs,
    accepted: one.accepted + other.accepted,
    refused: one.refused + other.refused,
    crashes: one.crashes + other.crashes,
    wronglyTaken: one.wronglyTaken + other.wronglyTaken,
    slowestMs: Math.max(one.slowestMs, other.slowestMs),
    findings: smallest([...one.findings, ...other.findings]),
  };
}

/** The smallest input of each kind and wording. */
export function smallest(findings: readonly Finding[]): readonly Finding[] {
  const byWords = new Map<string, Finding>();
  for (const finding of findings) {
    const words = `${finding.target} ${finding.kind} ${finding.what.slice(0, 200)}`;
    const known = byWords.get(words);
    if (known === undefined || finding.input.length < known.input.length) byWords.set(words, finding);
  }
  return [...byWords.values()].slice(0, MOST_FINDINGS);
}

export function inputText(input: unknown): string {
  return JSON.stringify(input, (_, value: unknown) => {
    if (value instanceof Uint8Array) return { base64: Buffer.from(value).toString('base64') };
    const asJson = value as { readonly type?: unknown; readonly data?: unknown } | null;
    const isBuffer = typeof value === 'object' && asJson?.type === 'Buffer' && Array.isArray(asJson.data);
    return isBuffer ? { base64: Buffer.from(asJson.data as number[]).toString('base64') } : value;
  });
}
