import { rm } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { Progress } from '../src/report/progress.ts';
import { isGood } from '../src/report/result.ts';
import { type RunOptions, runChaos } from '../src/run.ts';
import { type Sabotage, Saboteur, type SaboteurOptions } from './saboteur.ts';

/** Six bridges, six sandboxes and their customers at once: a machine that has more to do takes its time. */
const PATIENCE_MS = 300_000;

const settings = {
  seed: 5,
  messages: 200,
  customers: 10,
  kills: 0,
  minutes: 0.03,
  atMostMinutes: null,
  kinds: [],
  media: ['http'] as const,
  others: 0,
};

/** Where messages go by on the way to agents, and on the way to customers. */
const ENDS: Readonly<Record<'agents' | 'customers', Pick<SaboteurOptions, 'laneOf' | 'pretend' | 'again'>>> = {
  agents: {
    laneOf: ({ method, url }) => (method === 'POST' && url.endsWith('/messages') ? url : null),
    pretend: () => ({ status: 200, body: '{"id":"not-there"}' }),
    again: (passing) => passing,
  },
  customers: {
    laneOf: ({ body }) => (body.includes('"message.created"') ? JSON.parse(body).data.customer.id : null),
    pretend: () => ({ status: 204, body: '' }),
    again: (passing) => passing,
  },
};

async function sabotaged(end: keyof typeof ENDS, sabotage: Sabotage) {
  const saboteur = new Saboteur({ ...ENDS[end], sabotage, every: 25 });
  const between: RunOptions['between'] = { [end]: (url: string) => saboteur.open(url) };
  const progress = new Progress({ write() {} });
  const { result, folder } = await runChaos({ settings, progress, signal: new AbortController().signal, between });
  await saboteur.close();
  await rm(folder, { recursive: true, force: true });
  return { result, meddled: saboteur.meddled, found: result[end === 'agents' ? 'toAgent' : 'toCustomer'].outcomes };
}

it.concurrent.each([
  ['agents', 'lose', 'lost'],
  ['agents', 'double', 'duplicated'],
  ['agents', 'reorder', 'reordered'],
  ['customers', 'lose', 'lost'],
  ['customers', 'double', 'duplicated'],
  ['customers', 'reorder', 'reordered'],
] as const)(
  'catches a bridge that on the way to %s would %s messages',
  { timeout: PATIENCE_MS },
  async (end, sabotage, fault) => {
    const { result, meddled, found } = await sabotaged(end, sabotage);
    expect(meddled).toBeGreaterThan(3);
    expect(isGood(result)).toBe(false);
    // Of two that say the same nobody can tell which came first, and one that is held to the end comes after nothing.
    if (sabotage === 'reorder') expect(found.reordered + found.lost).toBeGreaterThan(meddled / 2);
    else expect(found[fault]).toBe(meddled);
    expect(result.bad.map(({ outcome }) => outcome)).toContain(fault);
  },
);
