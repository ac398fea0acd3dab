import { statSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nodeId } from '@trunkline/core';
import { ManualClock } from '@trunkline/core/testing';
import { storeDriver } from '@trunkline/store-sqlite';
import { expect, it } from 'vitest';
import { Program } from './processes.ts';

/** Commits texts of one kilobyte for many customers until it is killed, or as often as it is told; tells each that is durable. */
const COMMITTER = `
import { storeDriver } from '@trunkline/store-sqlite';
import { CustomerSteps, customerOf } from '@trunkline/core/testing';
const [url, most] = process.argv.slice(1);
const clock = { now: Date.now, setTimeout: () => ({ cancel() {} }) };
const log = (_, message) => console.log('LOG ' + message);
const logger = { debug: log, info: log, warn: log, error: log };
const store = await storeDriver.open({ url, role: 'owner', node: 'test', clock, logger });
await Promise.all(Array.from({ length: 50 }, async (_, who) => {
  const steps = new CustomerSteps(store, customerOf('c' + who));
  for (let count = 1; count <= Number(most); count += 1) {
    const message = { ...steps.message(String(count)), text: 'x'.repeat(1024) };
    await steps.commit({ messages: [message], timeline: [steps.messageEntry(count, message)] });
    console.log(who + ' ' + count);
  }
}));
await store.close();
console.log('CLOSED');
`;

const EACH = 200;

function committer(url: string, most: number): Program {
  return new Program('--input-type=module', ['-e', COMMITTER, '--', url, String(most)]);
}

async function inFolder(test: (file: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'trunkline-log-'));
  try {
    await test(join(folder, 'store.db'));
  } finally {
    await rm(folder, { recursive: true });
  }
}

it('moves the log on a thread of its own, which ends with the store', () =>
  inFolder(async (file) => {
    const program = committer(`sqlite:${file}`, EACH);
    let most = 0;
    await program.line((line) => {
      if (/^\d+ \d*0$/.test(line)) most = Math.max(most, statSync(`${file}-wal`).size);
      return line === 'CLOSED' ? line : null;
    });
    expect(await program.exited).toBe(0);
    expect([...program.lines, ...program.errors].filter((line) => !/^\d+ \d+$/.test(line))).toEqual(['CLOSED']);
    // 10,000 commits of some five pages.
    expect(most).toBeLessThan(100_000_000);
    expect(statSync(file).size).toBeGreaterThan(10_000 * 1_024);
    expect(statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0).toBe(0);
  }));

it(
  'has everything that was acknowledged, whenever it is killed while the log is being moved',
  { timeout: 240_000 },
  () =>
    inFolder(async (file) => {
      const url = `sqlite:${file}`;
      const program = committer(url, 1_000_000);
      let told = 0;
      // More than one move; then somewhere in the next.
      await program.line(() => (++told > 6_000 + Math.random() * 3_000 ? told : null));
      await program.kill('SIGKILL');
      const acknowledged = new Map<string, number>();
      for (const line of program.lines) {
        const [who = '', count] = line.split(' ');
        acknowledged.set(who, Number(count));
      }
      const logger = { debug() {}, info() {}, warn() {}, error() {} };
      const store = await storeDriver.open({
        url,
        role: 'owner',
        node: nodeId('after'),
        clock: new ManualClock(),
        logger,
      });
      const records = await store.active({ after: null, limit: 1_000 });
      expect(records).toHaveLength(50);
      for (const { customer, version } of records) {
        const who = customer.id.replace('customer-c', '');
        expect(version).toBeGreaterThanOrEqual(acknowledged.get(who) ?? 0);
        const timeline = await store.timeline(customer.id, { after: 0, limit: 1_000_000 });
        expect(timeline.map(({ number }) => number)).toEqual(Array.from({ length: version }, (_, index) => index + 1));
      }
      await store.close();
    }),
);
