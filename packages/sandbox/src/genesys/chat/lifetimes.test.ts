import { describe, expect, it } from 'vitest';
import { memberIs, saying } from '../../../test/event-tap.ts';
import type { Guest } from '../../../test/guest.ts';
import { createGuest } from '../../../test/guest.ts';
import { ManualClock } from '../../../test/manual-clock.ts';
import { sandboxForTest } from '../../../test/sandbox.ts';
import { socketClosed } from '../../../test/trace-tap.ts';
import type { GenesysOptions, GenesysSandbox } from '../../index.ts';

interface Scene {
  readonly clock: ManualClock;
  readonly sandbox: GenesysSandbox;
  readonly guest: Guest;
  state(): string;
}

async function scene(options: GenesysOptions = {}): Promise<Scene> {
  const clock = new ManualClock();
  const sandbox = await sandboxForTest({ clock, ...options });
  const guest = await createGuest(sandbox);
  return { clock, sandbox, guest, state: () => sandbox.control.conversation(guest.id).state };
}

describe('activation', () => {
  it('never comes without a socket', async () => {
    const { clock, state, sandbox, guest } = await scene();
    clock.advance(86_400_000);
    expect(state()).toBe('created');
    expect(sandbox.control.conversation(guest.id).agents).toEqual([]);
  });

  it('may come later than the socket', async () => {
    const { clock, guest } = await scene({ activationDelayMs: 3_000 });
    const tap = await guest.attach();
    clock.advance(2_999);
    expect((await guest.say('early')).body.code).toBe('chat.error.conversation.state');
    expect(tap.frames).toEqual([]);
    clock.advance(1);
    await tap.until(memberIs(guest.memberId, 'CONNECTED'));
    expect((await guest.say('now')).status).toBe(200);
  });

  it('does not come to a chat that was left meanwhile', async () => {
    const { clock, guest, state } = await scene({ activationDelayMs: 3_000 });
    await guest.attach();
    await guest.leave();
    clock.advance(3_000);
    expect(state()).toBe('ended');
  });
});

describe('the agent', () => {
  it('may let it ring, and then answers what was said meanwhile, in order', async () => {
    const { clock, guest } = await scene({ acceptDelayMs: 5_000 });
    const tap = await guest.attach();
    await guest.say('one');
    await guest.say('two');
    await tap.until(saying('two'));
    clock.advance(5_000);
    await tap.until(saying('echo: two'));
    expect((await guest.history()).slice(-5)).toEqual([
      'two',
      '[member-join]',
      '[member-leave]',
      'echo: one',
      'echo: two',
    ]);
  });

  it('never comes when nobody is there', async () => {
    const { clock, sandbox, guest } = await scene({ agent: 'none' });
    await guest.attach();
    clock.advance(3_600_000);
    const conversation = sandbox.control.conversation(guest.id);
    expect(conversation).toMatchObject({ state: 'active', agents: [] });
  });
});

describe('the grace period', () => {
  it('ends the chat 120 s after its last socket', async () => {
    const { clock, sandbox, guest, state } = await scene();
    const [first, second] = [await guest.attach(), await guest.attach()];
    let closed = socketClosed(sandbox);
    await first.vanish();
    await closed;
    clock.advance(600_000);
    expect(state()).toBe('active');
    closed = socketClosed(sandbox);
    await second.vanish();
    await closed;
    clock.advance(119_999);
    expect(state()).toBe('active');
    clock.advance(1);
    expect(state()).toBe('ended');
    const { body } = await guest.call('GET', `/members/${guest.memberId}`);
    expect(body).toMatchObject({ state: 'DISCONNECTED' });
    expect(await guest.history()).toContain('[member-leave]');
  });

  it('is called off by a new socket, which gets no frames again', async () => {
    const { clock, sandbox, guest, state } = await scene();
    const tap = await guest.attach();
    const closed = socketClosed(sandbox);
    await tap.vanish();
    await closed;
    clock.advance(119_000);
    const again = await guest.attach();
    clock.advance(119_000);
    expect(state()).toBe('active');
    await guest.say('back');
    await again.until(saying('echo: back'));
    const first = again.frames.find(({ topicName }) => topicName !== 'channel.metadata');
    expect(first?.eventBody.body).toBe('back');
  });
});

describe('the idle rule', () => {
  it('ends the chat after 900 s of guest silence, for the guest first', async () => {
    const { clock, guest, sandbox, state } = await scene();
    const tap = await guest.attach();
    clock.advance(600_000);
    await guest.say('still here');
    await tap.until(saying('echo: still here'));
    clock.advance(899_999);
    expect(state()).toBe('active');
    clock.advance(1);
    expect(state()).toBe('ended');
    const agentId = sandbox.control.conversation(guest.id).agents[0]?.id ?? '';
    await tap.until(memberIs(agentId, 'DISCONNECTED'));
    const gone = tap.frames.filter(({ eventBody }) => eventBody.member?.state === 'DISCONNECTED');
    expect(gone.slice(-2).map(({ eventBody }) => eventBody.member?.id)).toEqual([guest.memberId, agentId]);
  });

  it('does not strike in the queue, and starts with the agent', async () => {
    const { clock, guest, sandbox, state } = await scene({ agent: 'desk' });
    await guest.attach();
    clock.advance(3_600_000);
    sandbox.control.agent.accept(guest.id);
    clock.advance(899_999);
    expect(state()).toBe('active');
    clock.advance(1);
    expect(state()).toBe('ended');
  });

  it.each([
    [false, 'ended'],
    [true, 'active'],
  ] as const)('with typing as activity: %s', async (typingResetsIdle, expected) => {
    const { clock, guest, state } = await scene({ typingResetsIdle });
    await guest.attach();
    clock.advance(600_000);
    await guest.type();
    clock.advance(600_000);
    expect(state()).toBe(expected);
  });

  it('can be off', async () => {
    const { clock, guest, state } = await scene({ idleMs: 0 });
    await guest.attach();
    clock.advance(86_400_000);
    expect(state()).toBe('active');
  });
});

it('leaves no timer behind', async () => {
  const { clock, sandbox, guest } = await scene();
  await guest.attach();
  expect(clock.pending).toBeGreaterThan(0);
  await sandbox.close();
  expect(clock.pending).toBe(0);
});
