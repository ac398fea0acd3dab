import { StoreUnavailableError } from '@trunkline/core';
import { ManualClock } from '@trunkline/core/testing';
import { expect, it } from 'vitest';
import { createMetrics } from './metrics.ts';
import { createUnaccounted } from './unaccounted.ts';

it('what nobody looks after is counted once a minute, and no number while the store cannot tell', async () => {
  const clock = new ManualClock();
  const answers: (number | null)[] = [0, 3, null, 1];
  let asked = 0;
  const store = {
    async unaccounted() {
      const answer = answers[asked] ?? null;
      asked += 1;
      if (answer === null) throw new StoreUnavailableError('locked');
      return answer;
    },
  };
  const metrics = createMetrics({ processMetrics: false, unaccounted: createUnaccounted({ store, clock }) });
  const shown = async () => /^trunkline_unaccounted_messages (.*)$/m.exec(await metrics.render())?.[1];
  expect([await shown(), await shown(), asked]).toEqual(['0', '0', 1]);
  await clock.advance(60_000);
  expect([await shown(), asked]).toEqual(['3', 2]);
  await clock.advance(60_000);
  expect(Number(await shown())).toBeNaN();
  await clock.advance(60_000);
  expect(await shown()).toBe('1');
});
