import assert from 'node:assert/strict';
import type { Session } from '../contracts/contact-center.ts';
import {
  type ContactCenterBench,
  type ContactCenterHarness,
  onBench,
  type StartedCenter,
} from './contact-center-suite-harness.ts';
import type { SuiteRunner } from './runner.ts';

/**
 * A process that dies between two steps. Whoever comes next has only the committed session, and what it finds must be
 * settled by reading the history.
 */
export function testCrashes({ it }: SuiteRunner, harness: ContactCenterHarness): void {
  it('survives a crash before the session is committed: another is opened, the first reaches nobody', () =>
    onBench(harness, async (bench) => {
      const before = await bench.start();
      await bench.open(before);
      const after = await restart(before, bench);
      const session = await bench.open(after);
      await bench.attach(after, session);
      await bench.send(after, session, 'hello');
      assert.equal(bench.under.remote.routed(), 1);
      assert.deepEqual(await bench.customerWords(session), ['hello']);
    }));

  it('survives a crash between commit and attach', () =>
    onBench(harness, async (bench) => {
      const before = await bench.start();
      const session = await bench.open(before);
      const after = await restart(before, bench);
      await bench.attach(after, session);
      assert.equal(await ownEntries(after, session, bench), 0);
      await bench.send(after, session, 'hello');
      assert.deepEqual(await bench.customerWords(session), ['hello']);
    }));

  it('survives a crash while attaching', () =>
    onBench(harness, async (bench) => {
      const before = await bench.start();
      const session = await bench.open(before);
      const resuming = before.center.resume(session, bench.signal);
      const after = await restart(before, bench);
      await resuming;
      await bench.attach(after, session);
      await bench.send(after, session, 'hello');
      assert.deepEqual(await bench.customerWords(session), ['hello']);
    }));

  it('survives a crash between attach and send', () =>
    onBench(harness, async (bench) => {
      const before = await bench.start();
      const session = await bench.open(before);
      await bench.attach(before, session);
      const after = await restart(before, bench);
      await bench.attach(after, session);
      assert.equal(await ownEntries(after, session, bench), 0);
      await bench.send(after, session, 'hello');
      assert.deepEqual(await bench.customerWords(session), ['hello']);
    }));

  it('survives a message that was lost on its way: it is not accepted, and the history shows nothing', () =>
    onBench(harness, async (bench) => {
      const before = await bench.start();
      const session = await bench.open(before);
      await bench.attach(before, session);
      await bench.under.remote.loseNextMessage(session);
      const sent = await before.center.send(session, { kind: 'standard', text: 'hello' }, bench.signal);
      assert.notEqual(sent.outcome, 'accepted');
      const after = await restart(before, bench);
      await bench.attach(after, session);
      assert.equal(await ownEntries(after, session, bench), 0);
      await bench.send(after, session, 'hello');
      assert.deepEqual(await bench.customerWords(session), ['hello']);
    }));

  it('survives an answer that was lost: the send is unknown, and the history shows it once', () =>
    onBench(harness, async (bench) => {
      const before = await bench.start();
      const session = await bench.open(before);
      await bench.attach(before, session);
      await bench.under.remote.loseNextAnswer(session);
      const sent = await before.center.send(session, { kind: 'standard', text: 'hello' }, bench.signal);
      assert.equal(sent.outcome, 'unknown', JSON.stringify(sent));
      const after = await restart(before, bench);
      await bench.attach(after, session);
      assert.deepEqual(await bench.customerWords(session), ['hello']);
      if (after.center.limits.showsOwnSends) assert.equal(await ownEntries(after, session, bench), 1);
    }));

  it('survives a crash between an accepted send and its commit', () =>
    onBench(harness, async (bench) => {
      const before = await bench.start();
      const session = await bench.open(before);
      await bench.attach(before, session);
      await bench.send(before, session, 'settled');
      const { cursor } = await bench.history(before, session);
      await bench.send(before, session, 'not settled');
      const after = await restart(before, bench);
      await bench.attach(after, session);
      if (!after.center.limits.showsOwnSends) return;
      const { entries } = await bench.history(after, session, cursor);
      assert.equal(entries.filter(({ kind }) => kind === 'own').length, 1);
    }));
}

async function restart(before: StartedCenter, bench: ContactCenterBench): Promise<StartedCenter> {
  await before.center.stop();
  return bench.start();
}

async function ownEntries(started: StartedCenter, session: Session, bench: ContactCenterBench): Promise<number> {
  const { entries } = await bench.history(started, session);
  return entries.filter(({ kind }) => kind === 'own').length;
}
