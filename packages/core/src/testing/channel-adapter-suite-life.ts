import assert from 'node:assert/strict';
import type { AdapterCapabilities, TextFit } from '../contracts/abilities.ts';
import { NotAcceptingError } from '../domain/errors.ts';
import {
  answer,
  type ChannelAdapterHarness,
  isSuccess,
  requestsOf,
  withAdapter,
} from './channel-adapter-suite-harness.ts';
import { messageDelivery } from './channel-adapter-suite-samples.ts';
import { settle } from './manual-clock.ts';
import type { SuiteRunner } from './runner.ts';

/** Capabilities and the order of life. */
export function testLife({ it }: SuiteRunner, harness: ChannelAdapterHarness): void {
  it('starts, stops, and takes nothing in by itself', () =>
    withAdapter(harness, async (under) => {
      await settle();
      assert.deepEqual(under.context.received, []);
    }));

  it('leaves no timer and no subscription behind after stop', async () => {
    const under = await harness.setUp();
    try {
      await under.adapter.start(under.context);
      if (under.requests !== undefined)
        await answer(under.adapter, under.requests.message({ id: 'life-1', text: 'hello' }));
      await under.adapter.stop();
      await settle();
      assert.equal(under.context.clock.armed, 0, 'timers are still armed after stop');
      assert.equal(under.context.subscriptions, 0, 'timelines are still subscribed to after stop');
    } finally {
      await under.tearDown();
    }
  });

  it('gives one of two adapters its own life: stopping it leaves the other working', async () => {
    const first = await harness.setUp();
    const second = await harness.setUp();
    try {
      await first.adapter.start(first.context);
      await second.adapter.start(second.context);
      await first.adapter.stop();
      if (second.requests !== undefined) {
        const reply = await answer(second.adapter, second.requests.message({ id: 'life-2', text: 'hello' }));
        assert.ok(isSuccess(reply), `the other adapter answered ${reply.status}`);
      }
      await second.adapter.stop();
      assert.deepEqual(first.context.received, []);
    } finally {
      await first.tearDown();
      await second.tearDown();
    }
  });

  it('declares capabilities that are plain data and never change', async () => {
    const under = await harness.setUp();
    const before = JSON.stringify(under.adapter.capabilities);
    try {
      assert.deepEqual(JSON.parse(before), withoutFit(under.adapter.capabilities));
      await under.adapter.start(under.context);
      assert.equal(JSON.stringify(under.adapter.capabilities), before);
      if (harness.skip?.deliveries === undefined)
        await under.adapter.deliver(messageDelivery(under.address, 'hello'), new AbortController().signal);
      await under.adapter.stop();
      assert.equal(JSON.stringify(under.adapter.capabilities), before);
    } finally {
      await under.tearDown();
    }
  });

  it('has a method for every ability it declares, and declares every ability it has a method for', () =>
    withAdapter(harness, async ({ adapter, address }) => {
      const { capabilities } = adapter;
      assert.ok(['structured', 'text'].includes(capabilities.presence));
      assert.ok([undefined, true].includes(capabilities.receipts));
      assert.equal(typeof adapter.typing === 'function', capabilities.typing !== undefined, 'typing');
      if (capabilities.typing !== undefined) assert.ok(capabilities.typing.resendMs > 0);
      const { text } = capabilities;
      if (text !== undefined && 'limit' in text) assert.ok(text.limit > 0);
      if (text !== undefined && 'fit' in text) assertFits(text);
      if (capabilities.deliverTimeoutMs !== undefined) assert.ok(capabilities.deliverTimeoutMs > 0);
      for (const waitMs of capabilities.retryScheduleMs ?? []) assert.ok(waitMs >= 0);
      if (adapter.rate !== undefined) {
        const rate = adapter.rate(address);
        if (rate !== null) assert.ok(rate.key !== '' && rate.perSecond > 0 && rate.burst >= 1);
      }
    }));

  if (harness.skip?.requests === undefined)
    it('never answers 2xx once the bridge takes nothing in any more', async () => {
      const under = await harness.setUp();
      try {
        await under.adapter.start(under.context);
        await under.adapter.stop();
        under.context.refuseWith(new NotAcceptingError('The bridge is stopping.'));
        const reply = await answer(under.adapter, requestsOf(under).message({ id: 'life-3', text: 'too late' }));
        assert.ok(!isSuccess(reply), `answered ${reply.status} after stop`);
        assert.deepEqual(under.context.received, []);
      } finally {
        await under.tearDown();
      }
    });
}

/** How a medium cuts texts is the one thing that only a function can say. */
function withoutFit(capabilities: AdapterCapabilities): AdapterCapabilities {
  const { text } = capabilities;
  if (text === undefined || !('fit' in text)) return capabilities;
  const { fit: _, ...rest } = text;
  return { ...capabilities, text: rest as AdapterCapabilities['text'] & object };
}

/** The same answer every time, and nothing lost: every word of a long text is in one of the parts, in order. */
function assertFits(text: TextFit): void {
  const long = Array.from({ length: 600 }, (_, n) => `word${n} \u{1f600}`).join(' ');
  const parts = text.fit(long);
  assert.deepEqual(text.fit(long), parts, 'the parts of a text change');
  assert.equal(text.fit('short').length, 1);
  const words = [...parts.join(' ').matchAll(/word\d+/g)].map(([word]) => word);
  assert.deepEqual(
    words,
    [...long.matchAll(/word\d+/g)].map(([word]) => word),
  );
}
