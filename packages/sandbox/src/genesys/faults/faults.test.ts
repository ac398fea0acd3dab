import { describe, expect, it } from 'vitest';
import { memberIs, saying, tapEvents } from '../../../test/event-tap.ts';
import type { Guest, Reply } from '../../../test/guest.ts';
import { call, createGuest, goodCreate, guestBase } from '../../../test/guest.ts';
import { ManualClock } from '../../../test/manual-clock.ts';
import { sandboxForTest } from '../../../test/sandbox.ts';
import { traced } from '../../../test/trace-tap.ts';
import type { FaultOperation, GenesysSandbox } from '../../index.ts';

describe('error', () => {
  it.each<[FaultOperation, (guest: Guest, sandbox: GenesysSandbox) => Promise<Reply>]>([
    ['create', (_guest, { url }) => call(url, 'POST', guestBase, { body: goodCreate })],
    ['message', (guest) => guest.say('hi')],
    ['typing', (guest) => guest.type()],
    ['messages', (guest) => guest.call('GET', '/messages')],
    ['member', (guest) => guest.call('GET', `/members/${guest.memberId}`)],
    ['members', (guest) => guest.call('GET', '/members')],
    ['leave', (guest) => guest.leave()],
    ['media', (guest) => guest.call('GET', '/mediarequests')],
    ['any', (guest) => guest.call('GET', '/members')],
  ])('strikes %s once, before anything is done', async (operation, act) => {
    const sandbox = await sandboxForTest();
    const guest = await createGuest(sandbox);
    await guest.attach();
    sandbox.control.addFault({ operation, effect: 'error' });
    const struck = await act(guest, sandbox);
    expect(struck.body).toMatchObject({ status: 503, code: 'service.unavailable' });
    expect((await act(guest, sandbox)).status).toBeLessThan(300);
    expect(sandbox.control.faults()).toEqual([]);
  });

  it.each([
    [{ status: 429, retryAfterS: 7 }, 429, 'too.many.requests', '7'],
    [{ code: 'caht.error' }, 500, 'caht.error', null],
    [{ status: 504 }, 504, 'request.timeout', null],
    [{ status: 400, code: 'chat.error.invalid.queue' }, 400, 'chat.error.invalid.queue', null],
  ])('with %o', async (facts, status, code, retryAfter) => {
    const sandbox = await sandboxForTest();
    const guest = await createGuest(sandbox);
    sandbox.control.addFault({ operation: 'members', effect: 'error', ...facts });
    const reply = await guest.call('GET', '/members');
    expect(reply.body).toMatchObject({ status, code });
    expect(reply.headers.get('retry-after')).toBe(retryAfter);
  });

  it('may come from something in between, which speaks no JSON', async () => {
    const sandbox = await sandboxForTest();
    const guest = await createGuest(sandbox);
    sandbox.control.addFault({ operation: 'any', effect: 'error', status: 502, bareBody: true, times: 2 });
    const response = await fetch(`${sandbox.url}${guestBase}/${guest.id}/members`);
    expect([response.status, response.headers.get('content-type')]).toEqual([
      502,
      expect.stringContaining('text/html'),
    ]);
    expect(await response.text()).toContain('<h1>502 Bad Gateway</h1>');
    await expect(guest.attach()).rejects.toThrow('502');
  });

  it('strikes as often as told, and where told', async () => {
    const sandbox = await sandboxForTest();
    const [guest, other] = [await createGuest(sandbox), await createGuest(sandbox)];
    sandbox.control.addFault({ operation: 'members', effect: 'error', times: 2, conversationId: guest.id });
    const statuses = [];
    for (const caller of [guest, other, guest, guest]) statuses.push((await caller.call('GET', '/members')).status);
    expect(statuses).toEqual([503, 200, 503, 200]);
  });

  it('strikes until it is cleared', async () => {
    const sandbox = await sandboxForTest();
    const guest = await createGuest(sandbox);
    sandbox.control.addFault({ operation: 'members', effect: 'error', times: null });
    for (let n = 0; n < 3; n++) expect((await guest.call('GET', '/members')).status).toBe(503);
    sandbox.control.clearFaults();
    expect((await guest.call('GET', '/members')).status).toBe(200);
  });
});

describe('where the write stands', () => {
  it('errorAfterWrite: said, echoed and answered with an error', async () => {
    const sandbox = await sandboxForTest();
    const guest = await createGuest(sandbox);
    const tap = await guest.attach();
    sandbox.control.addFault({ operation: 'message', effect: 'errorAfterWrite', status: 500 });
    expect((await guest.say('hi')).status).toBe(500);
    await tap.until(saying('echo: hi'));
    expect((await guest.history()).filter((text) => text === 'hi')).toEqual(['hi']);
  });

  it('resetBeforeWrite: broken off, nothing said', async () => {
    const sandbox = await sandboxForTest();
    const guest = await createGuest(sandbox);
    await guest.attach();
    sandbox.control.addFault({ operation: 'message', effect: 'resetBeforeWrite' });
    await expect(guest.say('hi')).rejects.toThrow('fetch failed');
    expect(await guest.history()).not.toContain('hi');
  });

  it('resetAfterWrite: broken off, but said', async () => {
    const sandbox = await sandboxForTest();
    const guest = await createGuest(sandbox);
    const tap = await guest.attach();
    sandbox.control.addFault({ operation: 'message', effect: 'resetAfterWrite' });
    await expect(guest.say('hi')).rejects.toThrow('fetch failed');
    await tap.until(saying('echo: hi'));
  });

  it('truncateAnswer: said, but the answer breaks off in its middle', async () => {
    const sandbox = await sandboxForTest();
    const guest = await createGuest(sandbox);
    const tap = await guest.attach();
    const cut = traced(sandbox, ({ text }) => text === 'answer cut off');
    sandbox.control.addFault({ operation: 'message', effect: 'truncateAnswer' });
    await expect(guest.say('hi')).rejects.toThrow();
    expect((await cut).method).toBe('POST');
    await tap.until(saying('echo: hi'));
  });

  it('truncateAnswer: an answer without a body does not come', async () => {
    const sandbox = await sandboxForTest();
    const guest = await createGuest(sandbox);
    sandbox.control.addFault({ operation: 'leave', effect: 'truncateAnswer' });
    await expect(guest.leave()).rejects.toThrow('fetch failed');
    expect(sandbox.control.conversation(guest.id).state).toBe('ended');
  });

  it('noAnswerAfterWrite: said, and then silence until the sandbox goes', async () => {
    const sandbox = await sandboxForTest();
    const guest = await createGuest(sandbox);
    const tap = await guest.attach();
    sandbox.control.addFault({ operation: 'message', effect: 'noAnswerAfterWrite' });
    const answer = expect(guest.say('hi')).rejects.toThrow('fetch failed');
    await tap.until(saying('echo: hi'));
    await sandbox.close();
    await answer;
  });

  it('lateWrite: no answer, and said only later, even if nobody waits any more', async () => {
    const clock = new ManualClock();
    const sandbox = await sandboxForTest({ clock });
    const guest = await createGuest(sandbox);
    const tap = await guest.attach();
    sandbox.control.addFault({ operation: 'message', effect: 'lateWrite', delayMs: 20_000 });
    const silence = traced(sandbox, ({ text }) => text === 'no answer');
    const answer = expect(guest.say('late')).rejects.toThrow('fetch failed');
    await silence;
    clock.advance(19_999);
    expect(await guest.history()).not.toContain('late');
    clock.advance(1);
    await tap.until(saying('echo: late'));
    await sandbox.close();
    await answer;
  });

  it('lateWrite: said nowhere when the chat is over by then', async () => {
    const clock = new ManualClock();
    const sandbox = await sandboxForTest({ clock });
    const guest = await createGuest(sandbox);
    await guest.attach();
    sandbox.control.addFault({ operation: 'message', effect: 'lateWrite', delayMs: 20_000 });
    const silence = traced(sandbox, ({ text }) => text === 'no answer');
    const answer = expect(guest.say('late')).rejects.toThrow('fetch failed');
    await silence;
    sandbox.control.end(guest.id);
    clock.advance(20_000);
    expect(await guest.history()).not.toContain('late');
    await sandbox.close();
    await answer;
  });

  it('delay: said at once, answered later', async () => {
    const clock = new ManualClock();
    const sandbox = await sandboxForTest({ clock });
    const guest = await createGuest(sandbox);
    const tap = await guest.attach();
    sandbox.control.addFault({ operation: 'message', effect: 'delay', delayMs: 5_000 });
    const answer = guest.say('hi');
    await tap.until(saying('echo: hi'));
    clock.advance(5_000);
    expect((await answer).status).toBe(200);
  });
});

describe('attach', () => {
  it.each([
    [{ effect: 'error' }, '503'],
    [{ effect: 'error', status: 429 }, '429'],
    [{ effect: 'resetBeforeWrite' }, 'hang up|ECONNRESET'],
    [{ effect: 'truncateAnswer' }, 'hang up|ECONNRESET'],
  ] as const)('%o keeps the chat from starting', async (fault, error) => {
    const sandbox = await sandboxForTest();
    const guest = await createGuest(sandbox);
    sandbox.control.addFault({ operation: 'attach', ...fault });
    await expect(guest.attach()).rejects.toThrow(new RegExp(error));
    expect(sandbox.control.conversation(guest.id).state).toBe('created');
    await guest.attach();
  });

  it.each([
    ['resetAfterWrite', 1006],
    ['errorAfterWrite', 1011],
  ] as const)('%s starts the chat and loses the socket', async (effect, code) => {
    const sandbox = await sandboxForTest();
    const guest = await createGuest(sandbox);
    sandbox.control.addFault({ operation: 'attach', effect });
    const tap = await guest.attach();
    expect((await tap.closed).code).toBe(code);
    expect(sandbox.control.conversation(guest.id).state).toBe('active');
  });

  it('delay holds the handshake', async () => {
    const clock = new ManualClock();
    const sandbox = await sandboxForTest({ clock });
    const guest = await createGuest(sandbox);
    sandbox.control.addFault({ operation: 'attach', effect: 'delay', delayMs: 9_000 });
    const opening = tapEvents(guest.eventStreamUri);
    await expect.poll(() => clock.pending).toBe(1);
    clock.advance(9_000);
    await (await opening).until(memberIs(guest.memberId, 'CONNECTED'));
  });

  it('noAnswerAfterWrite never shakes hands', async () => {
    const sandbox = await sandboxForTest();
    const guest = await createGuest(sandbox);
    sandbox.control.addFault({ operation: 'attach', effect: 'noAnswerAfterWrite' });
    const opening = expect(tapEvents(guest.eventStreamUri)).rejects.toThrow('hang up');
    await expect.poll(() => sandbox.control.faults().length).toBe(0);
    await sandbox.close();
    await opening;
  });
});

it('plays the faults it was started with, oldest first', async () => {
  const sandbox = await sandboxForTest({
    faults: [
      { operation: 'frame', effect: 'drop', frameType: 'heartbeat' },
      { operation: 'create', effect: 'error', status: 500 },
    ],
  });
  expect(sandbox.control.faults().map(({ operation }) => operation)).toEqual(['frame', 'create']);
  expect((await call(sandbox.url, 'POST', guestBase, { body: goodCreate })).status).toBe(500);
  expect(sandbox.control.faults().map(({ operation }) => operation)).toEqual(['frame']);
});
