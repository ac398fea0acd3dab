import assert from 'node:assert/strict';
import { type ContactCenterHarness, onBench } from './contact-center-suite-harness.ts';
import { waitUntil } from './contact-center-suite-wait.ts';
import type { SuiteRunner } from './runner.ts';

/** Preparing a session, and taking it up. */
export function testOpening({ it }: SuiteRunner, harness: ContactCenterHarness): void {
  it('reaches nobody by opening, however often', () =>
    onBench(harness, async (bench) => {
      const started = await bench.start();
      const first = await bench.open(started);
      const second = await bench.open(started);
      assert.notEqual(first.id, second.id);
      assert.equal(bench.under.remote.routed(), 0);
      assert.deepEqual(started.told, []);
      await bench.attach(started, second);
      await waitUntil('the resumed one to be routed', () => bench.under.remote.routed() > 0);
      assert.equal(bench.under.remote.routed(), 1);
    }));

  it('names its transport in each session, and its limits are declared', () =>
    onBench(harness, async (bench) => {
      const started = await bench.start();
      const session = await bench.open(started);
      const { limits, transport } = started.center;
      assert.equal(session.transport, transport);
      assert.ok(limits.text.limit > 0 && limits.sendTimeoutMs > 0 && limits.landsWithinMs >= 0);
      assert.ok(limits.activationProbeMs > 0 && limits.activationWindowMs >= limits.activationProbeMs);
      for (const spanMs of [limits.graceMs, limits.silenceEndsMs])
        assert.ok(spanMs === null || (Number.isFinite(spanMs) && spanMs > 0), `${spanMs} is no span of time`);
    }));

  it('tells when a session expires as a time to come, or not at all', () =>
    onBench(harness, async (bench) => {
      const { under, signal } = bench;
      const { center } = await bench.start();
      const opened = await center.open(under.request, signal);
      assert.equal(opened.outcome, 'opened', JSON.stringify(opened));
      if (!('expiresAt' in opened)) return;
      const now = under.now?.() ?? Date.now();
      assert.ok(Number.isFinite(opened.expiresAt), `${opened.expiresAt} is no time`);
      assert.ok(Number(opened.expiresAt) > now, `expires at ${opened.expiresAt}, and it is ${now}`);
    }));

  it('has another instance take up a session from what the store kept of it', () =>
    onBench(harness, async (bench) => {
      const before = await bench.start();
      const session = await bench.open(before);
      await bench.attach(before, session);
      await bench.send(before, session, 'before the restart');
      await before.center.stop();
      const after = await bench.start();
      await bench.attach(after, session);
      await bench.send(after, session, 'after the restart');
      assert.deepEqual(await bench.customerWords(session), ['before the restart', 'after the restart']);
    }));

  it('rejects a session that cannot be read, and never throws over it', () =>
    onBench(harness, async (bench) => {
      const { center } = await bench.start();
      const session = { transport: center.transport, id: 'nobody', data: null };
      const resumed = await center.resume(session, bench.signal);
      assert.equal(resumed.outcome, 'rejected');
      assert.equal((await center.send(session, { kind: 'standard', text: 'x' }, bench.signal)).outcome, 'rejected');
      assert.equal((await center.catchUp(session, null, bench.signal)).outcome, 'rejected');
      await center.typing(session);
      center.release(session.id);
    }));

  it('tells no secret of a session in a failure', () =>
    onBench(harness, async (bench) => {
      const { center } = await bench.start();
      const session = await bench.open({ center, told: [] });
      const secrets = bench.under.secrets(session);
      assert.ok(secrets.length > 0, 'the harness names no secret');
      // Not attached, so that nothing can be sent.
      const outcomes = [
        await center.send(session, { kind: 'standard', text: 'too early' }, bench.signal),
        await center.resume(session, AbortSignal.abort()),
      ];
      const text = JSON.stringify(outcomes);
      secrets.forEach((secret, index) => {
        assert.ok(!text.includes(secret), `an outcome contains secret number ${index}`);
      });
    }));
}
