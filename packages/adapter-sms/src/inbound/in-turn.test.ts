import { expect, it } from 'vitest';
import { InTurn } from './in-turn.ts';

it('keeps the order of what belongs together, and holds up nothing else, also after a failure', async () => {
  const inTurn = new InTurn();
  const done: string[] = [];
  let open = (): void => {};
  const gate = new Promise<void>((resolve) => {
    open = resolve;
  });
  const failing = inTurn.run('ann', async () => {
    await gate;
    done.push('first');
    throw new RangeError('no');
  });
  const second = inTurn.run('ann', async () => done.push('second'));
  await inTurn.run('bob', async () => done.push('another'));
  expect(done).toEqual(['another']);
  open();
  await expect(failing).rejects.toThrow(RangeError);
  await second;
  expect(done).toEqual(['another', 'first', 'second']);
});
