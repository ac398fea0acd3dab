import { conversationId, type Outcome } from '@trunkline/core';
import { ManualClock } from '@trunkline/core/testing';
import { Webhook } from 'standardwebhooks';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ann, SECRET } from '../../test/samples.ts';
import { openWebhookReceiver, type Respond, reset, status, type WebhookReceiver } from '../../test/webhook-receiver.ts';
import { eventOfTyping } from '../public-event.ts';
import { createWebhookSender, type WebhookSender } from './sender.ts';

const OTHER_SECRET = `whsec_${Buffer.alloc(24, 9).toString('base64')}`;
const event = eventOfTyping(
  { address: ann, mount: '' },
  { at: 0, conversationId: conversationId('c_1'), agentName: 'Žofie 👋' },
);
const call = { id: 'm_1_1', event, repeated: false };

interface Fixture {
  readonly receiver: WebhookReceiver;
  readonly sender: WebhookSender;
}

describe('a webhook sender', () => {
  const fixtures: Fixture[] = [];
  const open = (): Fixture => {
    const [fixture] = fixtures;
    if (fixture === undefined) throw new Error('no fixture');
    return fixture;
  };

  beforeEach(async () => {
    const receiver = await openWebhookReceiver();
    const clock = new ManualClock(Date.now());
    fixtures.push({
      receiver,
      sender: createWebhookSender({ url: receiver.url, secret: [SECRET, OTHER_SECRET] }, clock),
    });
  });

  afterEach(async () => {
    for (const { sender, receiver } of fixtures.splice(0)) {
      await sender.close();
      await receiver.close();
    }
  });

  async function outcomeAfter(respond: Respond): Promise<Outcome> {
    const { receiver, sender } = open();
    receiver.respondWith(respond);
    return sender.send(call, new AbortController().signal);
  }

  it('goes by the status although the body of the answer never ends', async () => {
    const answered = await outcomeAfter((response) => {
      response.writeHead(200);
      response.write('x');
    });
    expect(answered).toEqual({ outcome: 'accepted', key: 'm_1_1' });
  });

  it('signs so that a Standard Webhooks library accepts it, with either secret', async () => {
    expect(await outcomeAfter(status(200))).toEqual({ outcome: 'accepted', key: 'm_1_1' });
    const [received] = open().receiver.calls;
    for (const secret of [SECRET, OTHER_SECRET])
      expect(new Webhook(secret).verify(received?.body ?? '', { ...received?.headers })).toEqual(event);
    const stranger = new Webhook(Buffer.alloc(32, 1).toString('base64'));
    expect(() => stranger.verify(received?.body ?? '', { ...received?.headers })).toThrow('No matching signature');
    expect(received?.headers).toMatchObject({
      'webhook-id': 'm_1_1',
      'content-type': 'application/json',
      'user-agent': expect.stringMatching(/^Trunkline/),
    });
    expect(received?.headers['webhook-signature']?.split(' ')).toHaveLength(2);
    expect(received?.headers).not.toHaveProperty('trunkline-repeated');
  });

  it('says so when an earlier attempt may have arrived, under the same id', async () => {
    const { sender, receiver } = open();
    await sender.send({ ...call, repeated: true }, new AbortController().signal);
    expect(receiver.calls[0]?.headers).toMatchObject({ 'trunkline-repeated': 'true', 'webhook-id': 'm_1_1' });
  });

  it.each([
    [200, 'accepted', undefined],
    [204, 'accepted', undefined],
    [400, 'rejected', 'message'],
    [401, 'rejected', 'message'],
    [404, 'rejected', 'message'],
    [408, 'unknown', 'route'],
    [410, 'rejected', 'route'],
    [500, 'unknown', 'route'],
    [503, 'unknown', 'route'],
  ])('takes %i as %s, scope %s', async (code, expected, scope) => {
    const outcome = await outcomeAfter(status(code));
    expect(outcome.outcome).toBe(expected);
    if (outcome.outcome !== 'accepted') expect(outcome.failure).toMatchObject({ scope, retryable: true });
    expect(open().receiver.calls).toHaveLength(1);
  });

  it('does not follow a redirect', async () => {
    const outcome = await outcomeAfter(status(301, { location: open().receiver.url }));
    expect(outcome).toMatchObject({ outcome: 'rejected', failure: { scope: 'route' } });
    expect(open().receiver.calls).toHaveLength(1);
  });

  it.each([429, 503])('honours Retry-After of a %i', async (code) => {
    expect(await outcomeAfter(status(code, { 'retry-after': '7' }))).toMatchObject({
      failure: { retryAfterMs: 7_000 },
    });
  });

  it('does not know what became of an event when the connection is reset', async () => {
    expect(await outcomeAfter(reset)).toMatchObject({
      outcome: 'unknown',
      failure: { code: 'http.webhook.broken-off' },
    });
  });

  it('knows that nothing was sent when the connection is refused', async () => {
    await open().receiver.close();
    expect(await open().sender.send(call, new AbortController().signal)).toMatchObject({
      outcome: 'rejected',
      failure: { code: 'http.webhook.unreachable', scope: 'route', retryable: true },
    });
  });

  it('gives up when the signal aborts', async () => {
    const { receiver, sender } = open();
    const reached = receiver.keepSilent();
    const timeout = new AbortController();
    const outcome = sender.send(call, timeout.signal);
    await reached;
    timeout.abort();
    expect(await outcome).toMatchObject({ outcome: 'unknown', failure: { code: 'http.webhook.timeout' } });
  });

  it.each([
    ['nothing', ''],
    ['half a status line', 'HTTP/1.1 2'],
    ['a head without end', 'HTTP/1.1 200 OK\r\nX-A: 1\r\n'],
  ])('gives up on a receiver that sends %s and then hangs', async (_what, bytes) => {
    const { receiver, sender } = open();
    const reached = new Promise<void>((resolve) => {
      receiver.respondWith((response) => {
        response.socket?.write(bytes);
        resolve();
      });
    });
    const timeout = new AbortController();
    const outcome = sender.send(call, timeout.signal);
    await reached;
    timeout.abort();
    expect(await outcome).toMatchObject({ outcome: 'unknown', failure: { code: 'http.webhook.timeout' } });
  });

  it('understands an answer that comes byte by byte', async () => {
    const answered = await outcomeAfter((response) => {
      const { socket } = response;
      const bytes = [...'HTTP/1.1 410 Gone\r\ncontent-length: 2\r\n\r\n'];
      socket?.setNoDelay(true);
      const next = () => {
        const byte = bytes.shift();
        if (byte !== undefined) socket?.write(byte, () => setImmediate(next));
      };
      next();
    });
    expect(answered).toMatchObject({ outcome: 'rejected', failure: { code: 'http.webhook.410', scope: 'route' } });
  });

  it('does not read an answer without end', async () => {
    const outcome = await outcomeAfter((response) => {
      response.writeHead(200);
      const more = () => {
        while (!response.destroyed && response.write('x'.repeat(16_384)));
      };
      response.on('drain', more).on('error', () => {});
      more();
    });
    expect(outcome).toEqual({ outcome: 'accepted', key: 'm_1_1' });
  });
});
