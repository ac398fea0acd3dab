import assert from 'node:assert/strict';
import type { DeliverOutcome, OutboundDelivery } from '../contracts/channel-adapter.ts';
import type { Failure } from '../domain/failure.ts';
import {
  type AdapterUnderTest,
  assertNoSecrets,
  type ChannelAdapterHarness,
  mediumOf,
  withAdapter,
} from './channel-adapter-suite-harness.ts';
import { failureDelivery, messageDelivery, statusDelivery } from './channel-adapter-suite-samples.ts';
import type { SuiteRunner } from './runner.ts';

/** What `deliver` makes of the medium's answers: always an outcome, never an exception. */
export function testDeliveries({ it }: SuiteRunner, harness: ChannelAdapterHarness): void {
  it('delivers a message: accepted, written once', () =>
    withAdapter(harness, async (under) => {
      await mediumOf(under).accepts();
      const outcome = await deliver(under, messageDelivery(under.address, 'hello from Ada'));
      assert.equal(outcome.outcome, 'accepted');
      assert.deepEqual(mediumOf(under).texts(), ['hello from Ada']);
    }));

  it('accepts every status, with and without a text, and the news of a failure', () =>
    withAdapter(harness, async (under) => {
      await mediumOf(under).accepts();
      for (const status of ['waiting', 'joined', 'left', 'transferred', 'ended'] as const)
        for (const text of ['Please stand by.', null]) {
          const outcome = await deliver(under, statusDelivery(under.address, status, text));
          assert.equal(outcome.outcome, 'accepted', `${status} ended ${outcome.outcome}`);
        }
      assert.equal((await deliver(under, failureDelivery(under.address))).outcome, 'accepted');
    }));

  it('calls a message that was refused rejected', () =>
    withAdapter(harness, async (under) => {
      await mediumOf(under).refuses();
      await endsAs(under, 'rejected', 1);
    }));

  it('calls a message whose fate is open unknown, and does not try again by itself', () =>
    withAdapter(harness, async (under) => {
      await mediumOf(under).fails();
      await endsAs(under, 'unknown', 1);
    }));

  it('calls a message that could not even be written rejected, and worth another try', () =>
    withAdapter(harness, async (under) => {
      await mediumOf(under).unreachable();
      const failure = await endsAs(under, 'rejected', 0);
      assert.equal(failure.retryable, true);
    }));

  it('gives up when the signal aborts, and calls the outcome unknown', () =>
    withAdapter(harness, async (under) => {
      const { reached } = mediumOf(under).neverAnswers();
      const timeout = new AbortController();
      const outcome = under.adapter.deliver(messageDelivery(under.address, 'hello'), timeout.signal);
      await Promise.race([reached, outcome]);
      timeout.abort(new DOMException('The deadline has passed.', 'TimeoutError'));
      assert.equal(judge(under, await outcome).outcome, 'unknown');
    }));

  it('works again when the medium does', () =>
    withAdapter(harness, async (under) => {
      await mediumOf(under).fails();
      await endsAs(under, 'unknown', 1);
      await mediumOf(under).accepts();
      assert.equal((await deliver(under, messageDelivery(under.address, 'hello again'))).outcome, 'accepted');
    }));
}

async function deliver(under: AdapterUnderTest, delivery: OutboundDelivery): Promise<DeliverOutcome> {
  return judge(under, await under.adapter.deliver(delivery, new AbortController().signal));
}

async function endsAs(under: AdapterUnderTest, expected: 'rejected' | 'unknown', attempts: number): Promise<Failure> {
  const before = mediumOf(under).texts().length;
  const outcome = await deliver(under, messageDelivery(under.address, 'hello'));
  if (outcome.outcome === 'accepted') assert.fail(`ended accepted instead of ${expected}`);
  assert.equal(outcome.outcome, expected);
  assert.equal(mediumOf(under).texts().length - before, attempts, 'attempts that reached the medium');
  return outcome.failure;
}

function judge(under: AdapterUnderTest, outcome: DeliverOutcome): DeliverOutcome {
  assertNoSecrets(under, outcome, 'an outcome');
  if (outcome.adapterState !== undefined)
    assert.ok(JSON.stringify(outcome.adapterState).length <= 4096, 'adapterState is larger than 4 KB');
  if (outcome.outcome === 'accepted') return outcome;
  const { failure } = outcome;
  assert.notEqual(failure.code, '');
  assert.notEqual(failure.human, '');
  assert.ok(['message', 'conversation', 'route'].includes(failure.scope));
  if (failure.retryAfterMs !== undefined) assert.ok(failure.retryAfterMs >= 0);
  return outcome;
}
