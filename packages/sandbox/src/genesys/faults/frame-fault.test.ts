import { describe, expect, it } from 'vitest';
import type { EventTap } from '../../../test/event-tap.ts';
import { memberIs, saying, wordsOf } from '../../../test/event-tap.ts';
import type { Guest } from '../../../test/guest.ts';
import { createGuest } from '../../../test/guest.ts';
import { ManualClock } from '../../../test/manual-clock.ts';
import { sandboxForTest } from '../../../test/sandbox.ts';
import { traced } from '../../../test/trace-tap.ts';
import type { FrameFault, GenesysOptions, GenesysSandbox } from '../../index.ts';

interface Scene {
  readonly clock: ManualClock;
  readonly sandbox: GenesysSandbox;
  readonly guest: Guest;
  readonly tap: EventTap;
  fault(fault: Omit<FrameFault, 'operation'>): void;
  agentSays(...texts: readonly string[]): void;
  /** What came since the chat began, once `last` is there. */
  said(last: string): Promise<readonly string[]>;
}

/** A chat in which the guest and the agent have nothing to say yet. */
async function scene(options: GenesysOptions = {}): Promise<Scene> {
  const clock = new ManualClock();
  const sandbox = await sandboxForTest({ clock, agent: 'desk', ...options });
  const guest = await createGuest(sandbox);
  const tap = await guest.attach();
  sandbox.control.agent.accept(guest.id);
  sandbox.control.agent.say(guest.id, { text: 'hello' });
  await tap.until(saying('hello'));
  const before = tap.frames.length;
  return {
    clock,
    sandbox,
    guest,
    tap,
    fault: (fault) => void sandbox.control.addFault({ operation: 'frame', ...fault }),
    agentSays: (...texts) => {
      for (const text of texts) sandbox.control.agent.say(guest.id, { text });
    },
    async said(last) {
      await tap.until((frame) => wordsOf([frame])[0] === last);
      return wordsOf(tap.frames.slice(before));
    },
  };
}

describe('drop', () => {
  it('loses frames as often as told; the history has them', async () => {
    const { fault, agentSays, said, guest } = await scene();
    fault({ effect: 'drop', frameType: 'message', times: 2 });
    agentSays('one', 'two', 'three');
    expect(await said('three')).toEqual(['three']);
    expect((await guest.history()).slice(-3)).toEqual(['one', 'two', 'three']);
  });

  it('tells own frames from those of agents, and of the queue', async () => {
    const { fault, agentSays, said, guest } = await scene();
    fault({ effect: 'drop', sender: 'own', frameType: 'message', times: null });
    await guest.say('mine');
    agentSays('theirs');
    expect(await said('theirs')).toEqual(['theirs']);
    fault({ effect: 'drop', sender: 'agent', frameType: 'message', times: null });
    agentSays('lost');
    await guest.type();
    expect(await said('typing-indicator')).toEqual(['theirs', 'typing-indicator']);
  });

  it('leaves alone what is neither own nor an agent’s, and other chats', async () => {
    const sandbox = await sandboxForTest({ agent: 'none', clock: new ManualClock() });
    const [guest, other] = [await createGuest(sandbox), await createGuest(sandbox)];
    for (const sender of ['own', 'agent'] as const) {
      const rule = { operation: 'frame', effect: 'drop', sender, times: null, conversationId: guest.id } as const;
      sandbox.control.addFault(rule);
    }
    const [tap, otherTap] = [await guest.attach(), await other.attach()];
    await tap.until(({ eventBody }) => eventBody.bodyType === 'member-join');
    await otherTap.until(({ eventBody }) => eventBody.bodyType === 'member-join', 2);
    expect(wordsOf(tap.frames)).toEqual(['CONNECTED', 'member-join']);
    expect(tap.frames.some(memberIs(guest.memberId, 'CONNECTED'))).toBe(false);
    expect(otherTap.frames.some(memberIs(other.memberId, 'CONNECTED'))).toBe(true);
  });

  it('knows body types and states', async () => {
    const { fault, sandbox, said, guest } = await scene();
    fault({ effect: 'drop', bodyType: 'member-leave', times: null });
    fault({ effect: 'drop', state: 'ALERTING', times: null });
    sandbox.control.agent.transfer(guest.id);
    sandbox.control.agent.say(guest.id, { text: 'taken over' });
    expect(await said('taken over')).toEqual(['DISCONNECTED', 'CONNECTED', 'member-join', 'taken over']);
  });

  it('stops heartbeats', async () => {
    const { fault, clock, agentSays, said } = await scene();
    fault({ effect: 'drop', frameType: 'heartbeat', times: 2 });
    clock.advance(90_000);
    agentSays('after');
    expect(await said('after')).toEqual(['WebSocket Heartbeat', 'after']);
  });
});

describe('delay', () => {
  it('keeps a frame and what follows of its kind in order; other kinds overtake it', async () => {
    const { fault, agentSays, said, guest, clock, tap } = await scene();
    fault({ effect: 'delay', frameType: 'message', delayMs: 5_000 });
    agentSays('one', 'two');
    await guest.type();
    expect(await said('typing-indicator')).toEqual(['typing-indicator']);
    clock.advance(4_999);
    agentSays('three');
    await guest.type();
    await tap.until(({ metadata }) => metadata?.type === 'typing-indicator', 2);
    expect(await said('typing-indicator')).toEqual(['typing-indicator', 'typing-indicator']);
    clock.advance(1);
    expect((await said('three')).slice(2)).toEqual(['one', 'two', 'three']);
    agentSays('at once');
    await said('at once');
  });

  it('delays each frame by so much, never more than one after the other', async () => {
    const { fault, agentSays, said, clock } = await scene();
    fault({ effect: 'delay', frameType: 'message', times: null });
    agentSays('one');
    clock.advance(400);
    agentSays('two');
    clock.advance(600);
    expect(await said('one')).toEqual(['one']);
    clock.advance(400);
    expect(await said('two')).toEqual(['one', 'two']);
  });

  it('lets heartbeats come late', async () => {
    const { fault, clock, agentSays, said } = await scene();
    fault({ effect: 'delay', frameType: 'heartbeat', delayMs: 10_000 });
    clock.advance(39_999);
    agentSays('still none');
    expect(await said('still none')).toEqual(['still none']);
    clock.advance(1);
    expect(await said('WebSocket Heartbeat')).toEqual(['still none', 'WebSocket Heartbeat']);
  });

  it('loses what nobody is there to get any more', async () => {
    const { fault, agentSays, clock, tap, guest, sandbox } = await scene();
    fault({ effect: 'delay', frameType: 'message' });
    agentSays('late');
    const closed = traced(sandbox, ({ kind, type }) => kind === 'socket' && type === 'closed');
    await tap.vanish();
    await closed;
    clock.advance(1_000);
    const again = await guest.attach();
    agentSays('now');
    await again.until(saying('now'));
    expect(wordsOf(again.frames)).toEqual(['now']);
  });
});

it('duplicate: sends a frame twice, byte for byte', async () => {
  const { fault, agentSays, said, tap } = await scene();
  fault({ effect: 'duplicate', sender: 'agent' });
  agentSays('one', 'two');
  expect(await said('two')).toEqual(['one', 'one', 'two']);
  expect(tap.texts.at(-2)).toBe(tap.texts.at(-3));
});

describe('reorder', () => {
  it('holds a frame until the next one has gone', async () => {
    const { fault, agentSays, said } = await scene();
    fault({ effect: 'reorder', frameType: 'message' });
    agentSays('one', 'two', 'three');
    expect(await said('three')).toEqual(['two', 'one', 'three']);
  });

  it('holds it until as many have gone as told, heartbeats not counted', async () => {
    const { fault, agentSays, said, guest, clock } = await scene();
    fault({ effect: 'reorder', frameType: 'message', frames: 2 });
    agentSays('one', 'two');
    clock.advance(30_000);
    expect(await said('WebSocket Heartbeat')).toEqual(['two', 'WebSocket Heartbeat']);
    await guest.type();
    expect(await said('one')).toEqual(['two', 'WebSocket Heartbeat', 'typing-indicator', 'one']);
  });

  it('holds it for so long at most, if nothing comes', async () => {
    const { fault, agentSays, said, clock } = await scene();
    fault({ effect: 'reorder', delayMs: 3_000 });
    agentSays('one');
    clock.advance(3_000);
    expect(await said('one')).toEqual(['one']);
  });
});

it('tells whoever watches which frame was struck', async () => {
  const { fault, agentSays, sandbox, guest } = await scene();
  fault({ effect: 'drop' });
  const struck = traced(sandbox, ({ kind }) => kind === 'fault');
  agentSays('one');
  expect(await struck).toMatchObject({ conversationId: guest.id, type: 'drop', text: 'message' });
});
