import assert from 'node:assert/strict';
import { type ContactCenterHarness, onBench, toldTexts } from './contact-center-suite-harness.ts';
import { waitUntil } from './contact-center-suite-wait.ts';
import { settle } from './manual-clock.ts';
import type { SuiteRunner } from './runner.ts';

/** End, release and stop. */
export function testLeaving({ it }: SuiteRunner, harness: ContactCenterHarness): void {
  it('ends a conversation, and again without complaint', () =>
    onBench(harness, async (bench) => {
      const started = await bench.start();
      const session = await bench.open(started);
      await bench.attach(started, session);
      const first = await started.center.end(session, bench.signal);
      assert.ok(['ended', 'unsupported'].includes(first.outcome), JSON.stringify(first));
      assert.equal(await bench.under.remote.isOver(session), first.outcome === 'ended');
      assert.deepEqual(await started.center.end(session, bench.signal), first);
    }));

  it('takes it for a success that somebody else ended it', () =>
    onBench(harness, async (bench) => {
      const started = await bench.start();
      const session = await bench.open(started);
      await bench.attach(started, session);
      await bench.under.remote.join(session);
      await bench.under.remote.end(session);
      const ended = await started.center.end(session, bench.signal);
      assert.ok(['ended', 'unsupported'].includes(ended.outcome), JSON.stringify(ended));
    }));

  it('releases a session without leaving it', () =>
    onBench(harness, async (bench) => {
      const started = await bench.start();
      const session = await bench.open(started);
      await bench.attach(started, session);
      await bench.under.remote.join(session);
      started.center.release(session.id);
      assert.equal(await bench.under.remote.isOver(session), false);
      await bench.under.remote.say(session, 'unheard');
      await settle();
      assert.deepEqual(toldTexts(started, session), []);
      const other = await bench.start();
      await bench.attach(other, session);
      await bench.under.remote.say(session, 'heard');
      await waitUntil('the words to be told', () => toldTexts(other, session).length > 0);
      assert.deepEqual(toldTexts(other, session), ['heard']);
      assert.deepEqual(toldTexts(started, session), []);
    }));

  it('stops without leaving, and tells nothing any more', () =>
    onBench(harness, async (bench) => {
      const started = await bench.start();
      const session = await bench.open(started);
      await bench.attach(started, session);
      await bench.under.remote.join(session);
      await started.center.stop();
      const told = started.told.length;
      await bench.under.remote.say(session, 'after the stop');
      await settle();
      assert.equal(started.told.length, told);
      assert.equal(await bench.under.remote.isOver(session), false);
    }));
}
