import assert from 'node:assert/strict';
import type { Store } from '../contracts/store.ts';
import { address } from '../domain/ids.ts';
import { CrashScript } from './crash-script.ts';
import type { EngineWorldOptions } from './engine-harness.ts';
import { playReceipts } from './engine-suite-receipts.ts';
import type { ManualClock } from './manual-clock.ts';
import type { SuiteRunner } from './runner.ts';

export interface EngineSuiteHarness {
  /** A fresh place to keep things. Each call of the result opens it again, as the next process would. */
  place(): Promise<{ open(clock: ManualClock): Promise<Store>; remove(): Promise<void> }>;
}

interface Played {
  readonly play: (script: CrashScript) => Promise<void>;
  readonly options?: Pick<EngineWorldOptions, 'capabilities'>;
}

const CONVERSATION: Played = { play: playConversation };
const RECEIPTS: Played = {
  play: playReceipts,
  options: { capabilities: { presence: 'structured', receipts: true } },
};

/** Longer than the scripts have crash points; a script says when it was not long enough. */
const MAX_POINTS = 400;

/**
 * The crash-point suite: a conversation in both directions, with a gap and an end, and one with receipts, are carried
 * through while the process dies before or after every commit and every outside write. Nothing may be lost, doubled or
 * reordered.
 */
export function testEngine(runner: SuiteRunner, harness: EngineSuiteHarness): void {
  runner.describe('the engine on this store', () => {
    runner.it('loses nothing, doubles nothing and keeps the order wherever it is killed', () =>
      killedEverywhere(harness, CONVERSATION),
    );

    runner.it('survives being killed again while it recovers', async () => {
      for (let dieAt = 2; dieAt < 60; dieAt += 5)
        await run(harness, CONVERSATION, [dieAt, (dieAt % 7) + 1, (dieAt % 11) + 2]);
    });

    runner.it('settles by receipts exactly once, and tells the agent once, wherever it is killed', () =>
      killedEverywhere(harness, RECEIPTS),
    );
  });
}

async function killedEverywhere(harness: EngineSuiteHarness, played: Played): Promise<void> {
  let dieAt = 1;
  for (; dieAt < MAX_POINTS; dieAt += 1) {
    const points = await run(harness, played, [dieAt]);
    if (points < dieAt) break;
  }
  assert.ok(dieAt > 30, `the script passed only ${dieAt} crash points`);
  assert.ok(dieAt < MAX_POINTS, 'the script has more crash points than were tried');
}

/** Plays a script with processes that die at the given points, one after the other; tells how many the first passed. */
async function run(
  harness: EngineSuiteHarness,
  { play, options = {} }: Played,
  deaths: readonly number[],
): Promise<number> {
  const place = await harness.place();
  const script = new CrashScript({ openStore: (clock) => place.open(clock), ...options }, deaths);
  try {
    await play(script);
    await script.expectAllDone();
  } catch (error) {
    throw new Error(`killed at ${script.diary.join(', ')}`, { cause: error });
  } finally {
    await script.finish();
    await place.remove();
  }
  return script.pointsOfFirst;
}

async function playConversation(script: CrashScript): Promise<void> {
  const { contactCenter, medium } = script.world;
  await script.say('one', 'id-1');
  await script.say('two', 'id-2');
  await script.wait(40_000);
  script.chat((chat) => contactCenter.join(chat, 'Ann'));
  script.chat((chat) => contactCenter.say(chat, 'alpha'));
  script.chat((chat) => contactCenter.say(chat, 'beta'));
  await script.wait(40_000);
  await script.say('two', 'id-2');
  await script.say('ok', 'id-3');
  script.chat((chat) => contactCenter.say(chat, 'gamma'));
  await script.say('ok', 'id-4');
  await script.wait(40_000);
  script.chat((chat) => contactCenter.drop(chat));
  script.chat((chat) => contactCenter.say(chat, 'in the gap'));
  await script.wait(40_000);
  script.chat((chat) => contactCenter.say(chat, 'last words'));
  await script.attempt(({ channel }) => channel.context().receiveEnd(address('ann')));
  await script.wait(120_000);
  assert.deepEqual(contactCenter.heard, ['one', 'two', 'ok', 'ok'], 'what the agents heard');
  assert.deepEqual(
    medium.messages('ann'),
    ['alpha', 'beta', 'gamma', 'in the gap', 'last words'],
    'what the customer was told',
  );
  assert.equal(medium.told('ann').at(-1), '<ended>');
}
