import assert from 'node:assert/strict';
import { type ContactCenterHarness, firstEvent, onBench, toldTexts } from './contact-center-suite-harness.ts';
import { waitUntil } from './contact-center-suite-wait.ts';
import type { SuiteRunner } from './runner.ts';

/** Messages both ways while attached. */
export function testTalking({ it }: SuiteRunner, harness: ContactCenterHarness): void {
  it('writes an accepted message once', () =>
    onBench(harness, async (bench) => {
      const started = await bench.start();
      const session = await bench.open(started);
      await bench.attach(started, session);
      await bench.send(started, session, 'hello');
      assert.deepEqual(await bench.customerWords(session), ['hello']);
    }));

  it('writes messages in the order they were sent, equal ones too', () =>
    onBench(harness, async (bench) => {
      const started = await bench.start();
      const session = await bench.open(started);
      await bench.attach(started, session);
      const words = ['one', 'ok', 'ok', 'two', '<b>& "three"\n🙂'];
      for (const word of words) await bench.send(started, session, word);
      assert.deepEqual(await bench.customerWords(session), words);
    }));

  it('keeps sessions apart', () =>
    onBench(harness, async (bench) => {
      const started = await bench.start();
      const [left, right] = [await bench.open(started), await bench.open(started)];
      await bench.attach(started, left);
      await bench.attach(started, right);
      await bench.under.remote.join(left);
      await bench.under.remote.join(right);
      await bench.under.remote.say(left, 'to the left');
      await bench.under.remote.say(right, 'to the right');
      await bench.send(started, left, 'from the left');
      await waitUntil('both to be told', () =>
        [left, right].every((session) => toldTexts(started, session).length > 0),
      );
      assert.deepEqual(toldTexts(started, left), ['to the left']);
      assert.deepEqual(toldTexts(started, right), ['to the right']);
      assert.deepEqual(await bench.customerWords(right), []);
    }));

  it('tells what the agent says in order, each under a key of its own, with its author', () =>
    onBench(harness, async (bench) => {
      const started = await bench.start();
      const session = await bench.open(started);
      await bench.attach(started, session);
      await bench.under.remote.join(session);
      const words = Array.from({ length: 20 }, (_, index) => `number ${index}`);
      for (const word of words) await bench.under.remote.say(session, word);
      await waitUntil('all to be told', () => toldTexts(started, session).length >= words.length);
      assert.deepEqual(toldTexts(started, session), words);
      const messages = started.told.flatMap(({ event }) => (event.type === 'message' ? [event] : []));
      assert.equal(new Set(messages.map(({ key }) => key)).size, words.length);
      assert.ok(messages.every(({ author, at }) => author.kind === 'agent' && at > 0));
    }));

  it('tells that the agent ended the conversation', () =>
    onBench(harness, async (bench) => {
      const started = await bench.start();
      const session = await bench.open(started);
      await bench.attach(started, session);
      await bench.under.remote.join(session);
      await bench.under.remote.end(session);
      await waitUntil('the end to be told', () => firstEvent(started, session, 'ended') !== undefined);
    }));

  it('tells that events no longer flow, and takes them up again when resumed', () =>
    onBench(harness, async (bench) => {
      const started = await bench.start();
      const session = await bench.open(started);
      await bench.attach(started, session);
      await bench.under.remote.join(session);
      await bench.under.remote.drop(session);
      await waitUntil('the loss to be told', () => firstEvent(started, session, 'lost') !== undefined);
      await bench.under.remote.say(session, 'while nobody listened');
      await bench.attach(started, session);
      await bench.under.remote.say(session, 'heard again');
      await waitUntil('the next words', () => toldTexts(started, session).includes('heard again'));
      const { entries } = await bench.history(started, session);
      const texts = entries.flatMap((entry) => (entry.kind === 'agent' ? [entry.text] : []));
      assert.deepEqual(texts, ['while nobody listened', 'heard again']);
    }));

  it('takes typing and delivery reports without complaint, attached or not', () =>
    onBench(harness, async (bench) => {
      const { center, told } = await bench.start();
      const session = await bench.open({ center, told });
      await center.typing(session);
      await bench.attach({ center, told }, session);
      for (let press = 0; press < 5; press += 1) await center.typing(session);
      await center.reportDelivery(session, 'no such message', 'delivered');
      assert.deepEqual(await bench.customerWords(session), []);
    }));
}
