import assert from 'node:assert/strict';
import { InboundConflictError, NotAcceptingError, StoreUnavailableError } from '../domain/errors.ts';
import {
  answer,
  assertNoSecrets,
  type ChannelAdapterHarness,
  header,
  isSuccess,
  requestsOf,
  withAdapter,
} from './channel-adapter-suite-harness.ts';
import { settle } from './manual-clock.ts';
import type { SuiteRunner } from './runner.ts';

/** What providers send to `handle`. */
export function testRequests({ it }: SuiteRunner, harness: ChannelAdapterHarness): void {
  it('passes on what the customer said, unchanged', () =>
    withAdapter(harness, async (under) => {
      const text = '  Zwei Zeilen,\n“ok” 👩‍💻 & <b>100 %</b>';
      const reply = await answer(under.adapter, requestsOf(under).message({ id: 'in-1', text }));
      assert.ok(isSuccess(reply), `answered ${reply.status}`);
      assert.deepEqual(
        under.context.received.map((event) => event.text),
        [text],
      );
      assert.notEqual(under.context.received[0]?.address, '');
    }));

  it('answers 2xx only after the message is durable', () =>
    withAdapter(harness, async (under) => {
      const held = under.context.hold();
      let answered = false;
      const reply = answer(under.adapter, requestsOf(under).message({ id: 'in-2', text: 'hello' })).finally(() => {
        answered = true;
      });
      try {
        await Promise.race([held.reached, reply]);
        await settle();
        assert.ok(!answered, 'the provider was answered before the message was durable');
      } finally {
        held.release();
      }
      assert.ok(isSuccess(await reply));
    }));

  for (const error of [
    new StoreUnavailableError('The disk is full.'),
    new NotAcceptingError('The bridge is stopping.'),
  ])
    it(`answers 503 with Retry-After on ${error.code}, and takes the provider's retry`, () =>
      withAdapter(harness, async (under) => {
        const message = { id: 'in-3', text: 'hello' };
        under.context.refuseWith(error);
        const refused = await answer(under.adapter, requestsOf(under).message(message));
        assert.equal(refused.status, 503);
        assert.match(header(refused, 'retry-after') ?? 'absent', /^[1-9]\d*$/);
        under.context.refuseWith(null);
        assert.ok(isSuccess(await answer(under.adapter, requestsOf(under).message(message))));
        assert.equal(under.context.received.length, 1);
      }));

  it('never answers 2xx when the same id came before with other content', () =>
    withAdapter(harness, async (under) => {
      under.context.refuseWith(new InboundConflictError('This id came before with other content.'));
      const reply = await answer(under.adapter, requestsOf(under).message({ id: 'in-4', text: 'hello' }));
      assert.ok(!isSuccess(reply), `answered ${reply.status}`);
    }));

  it('passes a retry on with the same id and address, and another message with another id', () =>
    withAdapter(harness, async (under) => {
      const requests = requestsOf(under);
      for (const id of ['in-5', 'in-5', 'in-6']) {
        const reply = await answer(under.adapter, requests.message({ id, text: 'ok' }));
        assert.ok(isSuccess(reply), `answered ${reply.status}`);
      }
      const [first, retry, other] = under.context.received;
      assert.ok(first?.id !== undefined, 'the provider’s id was not passed on');
      assert.equal(retry?.id, first.id);
      assert.notEqual(other?.id, first.id);
      assert.equal(retry?.address, first.address);
      assert.equal(other?.address, first.address);
    }));

  it('answers 4xx to what it cannot understand, and takes nothing in', () =>
    withAdapter(harness, async (under) => {
      const malformed = requestsOf(under).malformed();
      assert.ok(malformed.length > 0, 'the harness supplies no malformed request');
      for (const request of malformed) {
        const { status } = await answer(under.adapter, request);
        assert.ok(status >= 400 && status < 500, `answered ${status} to a malformed request`);
      }
      assert.deepEqual(under.context.received, []);
    }));

  if (harness.skip?.forgery === undefined)
    it('answers 401 or 403 to a wrong signature or key, says nothing secret, and takes nothing in', () =>
      withAdapter(harness, async (under) => {
        const forged = requestsOf(under).forged();
        assert.ok(forged.length > 0, 'the harness supplies no forged request and no reason in `skip.forgery`');
        for (const request of forged) {
          const reply = await answer(under.adapter, request);
          assert.ok([401, 403].includes(reply.status), `answered ${reply.status} to a forged request`);
          assertNoSecrets(under, reply, 'the reply to a forged request');
        }
        assert.deepEqual(under.context.received, []);
      }));
}
