import { expect, it } from 'vitest';
import { Lanes } from './lanes.ts';

it('keeps the order within a lane, also after a failure, and lets other lanes pass', async () => {
  const lanes = new Lanes();
  const done: string[] = [];
  let open = (): void => {};
  const gate = new Promise<void>((resolve) => {
    open = resolve;
  });
  const first = lanes.run('a', async () => {
    await gate;
    done.push('a1');
    throw new Error('a1 failed');
  });
  const second = lanes.run('a', async () => void done.push('a2'));
  await lanes.run('b', async () => void done.push('b1'));
  expect(done).toEqual(['b1']);
  open();
  await expect(first).rejects.toThrow('a1 failed');
  await second;
  expect(done).toEqual(['b1', 'a1', 'a2']);
});
