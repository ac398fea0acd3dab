import assert from 'node:assert/strict';
import type { Session } from '../contracts/contact-center.ts';
import { type ContactCenterHarness, onBench, type StartedCenter, toldTexts } from './contact-center-suite-harness.ts';
import { waitUntil } from './contact-center-suite-wait.ts';
import type { SuiteRunner } from './runner.ts';

/** Reading what was said. */
export function testHistory({ it }: SuiteRunner, harness: ContactCenterHarness): void {
  it('shows everything from the beginning, and from a cursor only what came after', () =>
    onBench(harness, async (bench) => {
      const started = await bench.start();
      const session = await bench.open(started);
      await bench.attach(started, session);
      await bench.under.remote.join(session);
      await bench.under.remote.say(session, 'first');
      const before = await bench.history(started, session);
      assert.deepEqual(agentTexts(before), ['first']);
      assert.equal(before.over, null);
      await bench.under.remote.say(session, 'second');
      await bench.under.remote.say(session, 'third');
      const after = await bench.history(started, session, before.cursor);
      assert.deepEqual(agentTexts(after), ['second', 'third']);
      const nothing = await bench.history(started, session, after.cursor);
      assert.deepEqual([nothing.entries, nothing.cursor], [[], after.cursor]);
    }));

  it('shows messages under the keys that the sink is told', () =>
    onBench(harness, async (bench) => {
      const started = await bench.start();
      const session = await bench.open(started);
      await bench.attach(started, session);
      await bench.under.remote.join(session);
      await bench.under.remote.say(session, 'once');
      await waitUntil('it to be told', () => toldTexts(started, session).length > 0);
      const [told] = started.told.flatMap(({ event }) => (event.type === 'message' ? [event] : []));
      const [shown] = (await bench.history(started, session)).entries.filter(({ kind }) => kind === 'agent');
      assert.equal(shown?.key, told?.key);
    }));

  it('shows our own sends in order if it says so, under the keys they were accepted with', () =>
    onBench(harness, async (bench) => {
      const started = await bench.start();
      const session = await bench.open(started);
      await bench.attach(started, session);
      const keys = [];
      for (const word of ['a', 'ok', 'ok']) keys.push(await bench.send(started, session, word));
      const own = (await bench.history(started, session)).entries.filter(({ kind }) => kind === 'own');
      if (!started.center.limits.showsOwnSends) return assert.deepEqual(own, []);
      assert.equal(own.length, keys.length);
      keys.forEach((key, index) => {
        if (key !== null) assert.equal(own[index]?.key, key);
      });
    }));

  it('pages through a long history without a hole or a repetition', () =>
    onBench(harness, async (bench) => {
      const started = await bench.start();
      const session = await bench.open(started);
      await bench.attach(started, session);
      await bench.under.remote.join(session);
      const words = Array.from({ length: 250 }, (_, index) => `line ${index}`);
      for (const word of words) await bench.under.remote.say(session, word);
      assert.deepEqual(agentTexts(await bench.history(started, session)), words);
    }));

  it('declines what no channel has, under one key for each request, live and in the history, however often it is read', () =>
    onBench(harness, async (bench) => {
      const { remote } = bench.under;
      if (remote.askForMedia === undefined) return;
      const started = await bench.start();
      const session = await bench.open(started);
      await bench.attach(started, session);
      await remote.join(session);
      await remote.askForMedia(session);
      await waitUntil('the first to be declined', () => declinedKeys(started, session).size === 1);
      await remote.askForMedia(session);
      await waitUntil('both to be declined', () => declinedKeys(started, session).size === 2);
      const live = [...declinedKeys(started, session)].sort();
      const again = await bench.start();
      for (const reader of [started, started, again]) {
        const { entries } = await bench.history(reader, session);
        const read = entries.flatMap((entry) => (entry.kind === 'mediaDeclined' ? [entry.key] : []));
        assert.deepEqual([...new Set(read)].sort(), live);
      }
      assert.equal(declinedKeys(started, session).size, 2);
    }));

  it('can still be read when the conversation is over, and says so', () =>
    onBench(harness, async (bench) => {
      const started = await bench.start();
      const session = await bench.open(started);
      await bench.attach(started, session);
      await bench.under.remote.join(session);
      await bench.under.remote.drop(session);
      await bench.under.remote.say(session, 'last words');
      await bench.under.remote.end(session);
      const history = await bench.history(started, session);
      assert.deepEqual(agentTexts(history), ['last words']);
      assert.notEqual(history.over, null);
      const resumed = await started.center.resume(session, bench.signal);
      assert.equal(resumed.outcome, 'over', JSON.stringify(resumed));
    }));
}

function declinedKeys({ told }: StartedCenter, session: Session): ReadonlySet<string> {
  return new Set(
    told.flatMap(({ sessionId, event }) =>
      sessionId === session.id && event.type === 'mediaDeclined' ? [event.key] : [],
    ),
  );
}

function agentTexts(history: { readonly entries: readonly object[] }): readonly string[] {
  return history.entries.flatMap((entry) => ('text' in entry && typeof entry.text === 'string' ? [entry.text] : []));
}
