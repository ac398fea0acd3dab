import { describe, expect, it } from 'vitest';
import type { EventTap, ReceivedFrame } from '../../../test/event-tap.ts';
import { memberIs, saying } from '../../../test/event-tap.ts';
import type { Guest } from '../../../test/guest.ts';
import { createGuest, goodCreate } from '../../../test/guest.ts';
import { ManualClock } from '../../../test/manual-clock.ts';
import { sandboxForTest } from '../../../test/sandbox.ts';
import { traced } from '../../../test/trace-tap.ts';
import type { ScriptedScenario, ScriptedStep } from '../../index.ts';
import type { GenesysOptions, GenesysSandbox } from '../start-genesys.ts';

interface Scene {
  readonly clock: ManualClock;
  readonly sandbox: GenesysSandbox;
  readonly guest: Guest;
  readonly tap: EventTap;
}

async function play(scenario: ScriptedScenario, options: GenesysOptions = {}): Promise<Scene> {
  const clock = new ManualClock();
  const sandbox = await sandboxForTest({ clock, script: scenario, agent: 'none', ...options });
  const guest = await createGuest(sandbox);
  return { clock, sandbox, guest, tap: await guest.attach() };
}

const guestMessage: ScriptedStep = { waitFor: 'guestMessage' };

/** What the agents said, of all that the guest can read. */
async function answers(guest: Guest): Promise<readonly string[]> {
  return (await guest.history()).filter((text) => text.startsWith('> '));
}

/** States in the order in which a member got them. */
function statesOf(tap: EventTap, memberId: string): readonly (string | undefined)[] {
  const frames = tap.frames.filter(({ eventBody }) => eventBody.member?.id === memberId);
  return frames.map(({ eventBody }) => eventBody.member?.state);
}

function isTyping({ metadata }: ReceivedFrame): boolean {
  return metadata?.type === 'typing-indicator';
}

describe('a scenario', () => {
  it('begins when the chat is active, and is seen by the guest like any agent', async () => {
    const { clock, sandbox, guest, tap } = await play({
      steps: ['alert', { wait: 2_000 }, { accept: 'ignored, for somebody is ringing' }, 'type', { say: '> Hello' }],
    });
    const [agent] = sandbox.control.conversation(guest.id).agents;
    expect(agent).toMatchObject({ displayName: 'Sandbox Agent', state: 'ALERTING' });
    clock.advance(1_999);
    expect(sandbox.control.conversation(guest.id).agents).toHaveLength(1);
    clock.advance(1);
    await tap.until(saying('> Hello'));
    expect(statesOf(tap, agent?.id ?? '')).toEqual(['ALERTING', 'CONNECTED']);
    expect(tap.frames.filter(isTyping)).toHaveLength(1);
    const { body: member } = await guest.call('GET', `/members/${agent?.id}`);
    expect(member).toMatchObject({ role: 'AGENT', state: 'CONNECTED' });
    expect(sandbox.control.conversation(guest.id).agentMode).toBe('script');
  });

  it('does not begin without a socket', async () => {
    const clock = new ManualClock();
    const sandbox = await sandboxForTest({ clock, script: { steps: [{ wait: 10 }, 'accept'] } });
    const guest = await createGuest(sandbox);
    clock.advance(60_000);
    expect(sandbox.control.conversation(guest.id).agents).toEqual([]);
  });

  it('declines, and offers the next time under another member id', async () => {
    const { clock, sandbox, guest, tap } = await play({
      steps: ['alert', { wait: 5_000 }, 'decline', { decline: 'Out, too' }, { wait: 1_000 }, { accept: 'Kim' }],
    });
    clock.advance(6_000);
    const { agents } = sandbox.control.conversation(guest.id);
    expect(agents.map(({ displayName }) => displayName)).toEqual(['Sandbox Agent', 'Out, too', 'Kim']);
    const [first = '', second = '', kim = ''] = agents.map(({ id }) => id);
    await tap.until(memberIs(kim, 'CONNECTED'));
    expect(statesOf(tap, first)).toEqual(['ALERTING', 'DISCONNECTED']);
    expect(statesOf(tap, second)).toEqual(['ALERTING', 'DISCONNECTED']);
    expect(statesOf(tap, kim)).toEqual(['ALERTING', 'CONNECTED']);
  });

  it('holds: CONNECTED once more, with its own time and correlation id', async () => {
    const { clock, sandbox, guest, tap } = await play({ steps: ['accept', { wait: 30_000 }, 'hold'] });
    clock.advance(30_000);
    const agentId = sandbox.control.conversation(guest.id).agents[0]?.id ?? '';
    const [before, after] = await tap.until(memberIs(agentId, 'CONNECTED'), 2);
    expect(after?.metadata?.CorrelationId).not.toBe(before?.metadata?.CorrelationId);
    const gapMs = Date.parse(after?.eventBody.timestamp ?? '') - Date.parse(before?.eventBody.timestamp ?? '');
    expect(gapMs).toBe(30_000);
    expect((await guest.history()).filter((text) => text === '[member-join]')).toHaveLength(3);
  });

  it('transfers, gives notice and leaves', async () => {
    const { clock, sandbox, guest, tap } = await play({
      steps: [
        { accept: 'Kim' },
        { transfer: 'Lee' },
        { say: { text: 'bye', bodyType: 'notice' } },
        { wait: 1_000 },
        'leave',
      ],
    });
    await tap.until(({ eventBody }) => eventBody.bodyType === 'notice' && eventBody.body === 'bye');
    clock.advance(1_000);
    await tap.until(memberIs(guest.memberId, 'DISCONNECTED'));
    const [kim, lee] = sandbox.control.conversation(guest.id).agents;
    expect([kim?.displayName, lee?.displayName]).toEqual(['Kim', 'Lee']);
    expect(statesOf(tap, kim?.id ?? '')).toEqual(['ALERTING', 'CONNECTED', 'DISCONNECTED']);
    expect(sandbox.control.conversation(guest.id).state).toBe('ended');
  });

  it('ends the chat, also from the queue', async () => {
    const { clock, sandbox, guest } = await play({ steps: [{ wait: 60_000 }, 'end'] });
    clock.advance(60_000);
    expect(sandbox.control.conversation(guest.id)).toMatchObject({ state: 'ended', agents: [] });
  });

  it('leaves the desk to a person afterwards', async () => {
    const { sandbox, guest, tap } = await play({ steps: ['accept'] });
    sandbox.control.agent.say(guest.id, { text: 'by hand' });
    await tap.until(saying('by hand'));
  });

  it('stops where a person got in its way, and says so', async () => {
    const { clock, sandbox, guest } = await play({
      name: 'greeting',
      steps: [{ wait: 1_000 }, 'accept', { say: 'x' }],
    });
    sandbox.control.agent.accept(guest.id, { displayName: 'Kim' });
    const stopped = traced(sandbox, ({ type }) => type === 'script-stopped');
    clock.advance(1_000);
    expect(await stopped).toMatchObject({
      kind: 'agent',
      conversationId: guest.id,
      text: 'scenario 1 "greeting", step 2 (accept): An agent is connected: transfer instead',
    });
    expect(await guest.history()).not.toContain('x');
  });

  it('stops when the guest leaves', async () => {
    const { clock, sandbox, guest } = await play({ steps: [{ wait: 1_000 }, 'accept'] });
    await guest.leave();
    clock.advance(1_000);
    expect(sandbox.control.conversation(guest.id).agents).toEqual([]);
  });
});

describe('waiting for the guest', () => {
  it('counts what was said before it came to that', async () => {
    const { clock, guest, tap } = await play({
      steps: [{ wait: 3_000 }, 'accept', guestMessage, { say: '> first: {text}' }, guestMessage, { say: '> {text}!' }],
    });
    await guest.say('one');
    await guest.say('$& two');
    await tap.until(saying('$& two'));
    clock.advance(3_000);
    await tap.until(saying('> $& two!'));
    expect(await answers(guest)).toEqual(['> first: one', '> $& two!']);
  });

  it('answers after the echo of what it answers', async () => {
    const { guest, tap } = await play({ repeat: true, steps: ['accept', guestMessage, { say: '> {text}' }] });
    for (const text of ['a', 'b', 'c']) await guest.say(text);
    await tap.until(saying('> c'));
    expect((await guest.history()).filter((text) => !text.startsWith('['))).toEqual([
      'a',
      '> a',
      'b',
      '> b',
      'c',
      '> c',
    ]);
    const position = (text: string) => tap.frames.findIndex(saying(text));
    expect(position('a')).toBeLessThan(position('> a'));
  });

  it('passes over what does not fit', async () => {
    const { guest, tap } = await play({
      steps: [
        'accept',
        { waitFor: 'guestMessage', text: 'yes' },
        { say: '> whole' },
        { waitFor: 'guestMessage', matches: '^refund|\\d{4}', count: 2 },
        { say: '> {text}' },
      ],
    });
    for (const text of ['yes please', 'yes', 'my refund', 'REFUND', 'no', 'order 1234', 'refund'])
      await guest.say(text);
    await tap.until(saying('> order 1234'));
    expect(await answers(guest)).toEqual(['> whole', '> order 1234']);
  });

  it('does not take a notice for a message', async () => {
    const { guest, tap } = await play({ steps: ['accept', guestMessage, { say: '> {text}' }] });
    await guest.say('not this', 'notice');
    await guest.say('this');
    await tap.until(saying('> this'));
  });

  it('begins a repetition at the first wait for the guest', async () => {
    const { clock, guest, tap } = await play({
      repeat: true,
      steps: ['accept', { say: '> Hello' }, guestMessage, { wait: 500 }, { say: '> {text}' }],
    });
    await guest.say('one');
    await tap.until(saying('one'));
    clock.advance(500);
    await guest.say('two');
    await tap.until(saying('two'));
    clock.advance(500);
    await tap.until(saying('> two'));
    expect(await answers(guest)).toEqual(['> Hello', '> one', '> two']);
  });

  it('puts the latest words into an answer that nothing was waited for', async () => {
    const { clock, guest, tap } = await play({
      steps: ['accept', { say: '> [{text}]' }, { wait: 1 }, { say: '> {text}' }],
    });
    await guest.say('hi');
    await tap.until(saying('hi'));
    clock.advance(1);
    await tap.until(saying('> hi'));
    expect(await answers(guest)).toEqual(['> []', '> hi']);
  });
});

describe('the choice of a scenario', () => {
  const named = (name: string, match: ScriptedScenario['match']): ScriptedScenario => ({
    ...(match && { match }),
    steps: [{ accept: name }],
  });

  it.each([
    ['Sales', 'Ada', 'gold', 'by queue'],
    ['Support', 'Bob', 'gold', 'by name'],
    ['Support', 'Ada', 'gold', 'by field'],
    ['Support', 'Ada', 'none', 'echo'],
  ])('queue %s, guest %s, plan %s: %s', async (queue, displayName, plan, expected) => {
    const sandbox = await sandboxForTest({
      agent: 'echo',
      script: {
        scenarios: [
          named('by queue', { queue: 'Sales' }),
          named('by name', { queue: 'Support', displayName: 'Bob' }),
          named('by field', { customField: { plan: 'gold' } }),
        ],
      },
    });
    const guest = await createGuest(sandbox, {
      ...goodCreate,
      routingTarget: { targetType: 'QUEUE', targetAddress: queue },
      memberInfo: { displayName, customFields: { plan } },
    });
    await guest.attach();
    const { agents, agentMode } = sandbox.control.conversation(guest.id);
    expect(agentMode === 'echo' ? 'echo' : agents[0]?.displayName).toBe(expected);
  });
});
