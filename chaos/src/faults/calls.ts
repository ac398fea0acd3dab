import { setTimeout as sleep } from 'node:timers/promises';
import { between, type Fault, oneOf } from './fault.ts';

const OPERATIONS = ['message', 'message', 'message', 'create', 'attach', 'messages', 'member', 'any'] as const;

/** A rule for so many of the calls that come. */
function calls(effect: string, more: (strike: Parameters<Fault>[0]) => object = () => ({})): Fault {
  return async (strike) => {
    const { world, chance, signal } = strike;
    for (let left = between(chance, 1, 3); left > 0; left -= 1)
      await world.agents.rule({
        operation: oneOf(chance, OPERATIONS),
        effect,
        times: between(chance, 3, 40),
        ...more(strike),
      });
    await sleep(between(chance, 1_000, 3_000), undefined, { signal });
    await world.agents.clearRules();
  };
}

const storm: Fault = async ({ world: { agents }, chance, signal }) => {
  await agents.strike('storm', { retryAfterS: between(chance, 0, 2), times: null });
  await sleep(between(chance, 500, 3_000), undefined, { signal });
  await agents.clearRules();
};

const status: (strike: Parameters<Fault>[0]) => object = ({ chance }) => ({
  status: oneOf(chance, [500, 502, 503, 504]),
  bareBody: chance.next() < 0.5,
});

export const callFaults: Readonly<Record<string, Fault>> = {
  'rate-limit-storm': storm,
  '5xx-before': calls('error', status),
  '5xx-after': calls('errorAfterWrite', status),
  'reset-before': calls('resetBeforeWrite'),
  'reset-after': calls('resetAfterWrite'),
  'reset-mid-body': calls('truncateAnswer'),
  'no-answer': calls('noAnswerAfterWrite'),
  // Within the time in which the bridge expects that a write may still land.
  'late-write': calls('lateWrite', ({ world, chance }) => ({
    delayMs: between(chance, 100, world.bridge.timing.requestTimeoutMs + world.bridge.timing.landsWithinMs - 500),
  })),
  'late-answer': calls('delay', ({ chance }) => ({ delayMs: between(chance, 100, 1_500) })),
};
