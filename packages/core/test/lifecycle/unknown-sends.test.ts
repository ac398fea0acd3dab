import { describe, expect, it } from 'vitest';
import { type Lifecycle, startLifecycle } from './world.ts';

const QUIET_MS = 60_000;

/** Nobody tells the bridge what became of the next writes: neither answer nor echo comes. */
function loseAnswerAndEcho({ genesys }: Lifecycle, times: number): void {
  genesys.control.addFault({ operation: 'message', effect: 'resetAfterWrite', times });
  genesys.control.addFault({ operation: 'frame', effect: 'drop', frameType: 'message', sender: 'own', times });
}

describe('a send whose outcome is not known', () => {
  it('is settled by position among identical texts, answer and echo being lost', async () => {
    const { world, process } = await startLifecycle();
    await process.channel.say('ann', 'ok');
    await world.untilHeard(0, 1);
    loseAnswerAndEcho(world, 2);
    for (let time = 0; time < 4; time += 1) await process.channel.say('ann', 'ok');
    await world.passUntil('all are settled', () => settled(world) === 5);
    await world.pass(QUIET_MS);
    expect(world.heard(world.chat(0))).toEqual(['ok', 'ok', 'ok', 'ok', 'ok']);
  });

  it('is sent again when it was not written', async () => {
    const { world, process } = await startLifecycle();
    await process.channel.say('ann', 'one');
    await world.untilHeard(0, 1);
    world.genesys.control.addFault({ operation: 'message', effect: 'resetBeforeWrite' });
    await process.channel.say('ann', 'two');
    await process.channel.say('ann', 'two');
    await world.passUntil('all are settled', () => settled(world) === 3);
    expect(world.heard(world.chat(0))).toEqual(['one', 'two', 'two']);
  });

  it.each([
    ['before the restart', 0],
    ['two seconds after the restart', 2_000],
    ['ten seconds after the restart', 10_000],
  ])('lands %s and is not sent twice', async (_when, delayMs) => {
    const { world, process } = await startLifecycle();
    await process.channel.say('ann', 'one');
    await world.untilHeard(0, 1);
    world.genesys.control.addFault(
      delayMs === 0
        ? { operation: 'message', effect: 'noAnswerAfterWrite' }
        : { operation: 'message', effect: 'lateWrite', delayMs },
    );
    world.genesys.control.addFault({ operation: 'frame', effect: 'drop', frameType: 'message', sender: 'own' });
    await process.channel.say('ann', 'two');
    await world.until(
      'the fault has struck',
      () => !world.genesys.control.faults().some(({ operation }) => operation === 'message'),
    );
    await world.kill(process);
    const { channel } = await world.startProcess();
    await channel.say('ann', 'three');
    await world.passUntil('all are settled', () => settled(world) === 3);
    await world.pass(QUIET_MS);
    expect(world.heard(world.chat(0))).toEqual(['one', 'two', 'three']);
  });

  it('is found although the server has changed its text', async () => {
    const { world, process } = await startLifecycle({ genesys: { normalizeText: true } });
    await process.channel.say('ann', 'one');
    await world.untilHeard(0, 1);
    loseAnswerAndEcho(world, 1);
    await process.channel.say('ann', '  two\nlines  ');
    await world.passUntil('all are settled', () => settled(world) === 2);
    await world.pass(QUIET_MS);
    expect(world.heard(world.chat(0))).toEqual(['one', 'two lines']);
  });

  it('is settled by its echo when that comes before the answer', async () => {
    const { world, process } = await startLifecycle({ genesys: { echoBeforeAnswer: true } });
    world.genesys.control.addFault({ operation: 'message', effect: 'resetAfterWrite', times: 3 });
    for (const text of ['one', 'two', 'three']) await process.channel.say('ann', text);
    await world.passUntil('all are settled', () => settled(world) === 3);
    expect(world.heard(world.chat(0))).toEqual(['one', 'two', 'three']);
  });
});

function settled({ disk }: Lifecycle): number {
  return [...disk.deliveries.values()].filter((one) => one.direction === 'toAgent' && one.state === 'sent').length;
}
