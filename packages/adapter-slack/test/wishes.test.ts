import { type messageDelivery, statusDelivery } from '@trunkline/core/testing';
import { expect, it } from 'vitest';
import { ALEX, FINANCE, HELPDESK, inRig, type Rig, SAM, TEAM } from './slack-rig.ts';

const queues = ['Support', { queue: 'q-2', label: 'Payroll' }];
const topic = (text: string) => ({ trunkline_topic_text: { topic: text } });
const queue = (value: string) => ({
  trunkline_topic_queue: { queue: value },
});

function viewId(rig: Rig, user: string): string {
  return String(rig.slack.control.views(user).at(-1)?.['id']);
}

it('/agent without words asks what it is about', () =>
  inRig({}, async (rig) => {
    const { people } = rig.slack.control;
    await people.command({ user: 'alex', channel: 'helpdesk', command: '/agent', text: '' });
    const id = viewId(rig, 'alex');
    const empty = await people.submit(id, topic('  '));
    expect(JSON.stringify(empty)).toContain('errors');
    expect(rig.context.received).toEqual([]);
    await people.submit(id, topic('my *screen* flickers'));
    expect(rig.context.received).toMatchObject([
      { text: 'Alex Rivera: my screen flickers', profile: { name: 'Alex Rivera' } },
    ]);
    expect(rig.context.received[0]?.address).toMatch(new RegExp(`^${TEAM}/${HELPDESK}/${ALEX}:`));
    expect(rig.context.received[0]?.routing).toBeUndefined();
  }));

it('asks for the queue where there are several, and routes there', () =>
  inRig({ options: { queues } as never }, async (rig) => {
    const { people } = rig.slack.control;
    await people.command({ user: 'alex', channel: 'helpdesk', command: '/agent', text: 'no money' });
    expect(JSON.stringify(rig.slack.control.views('alex'))).toContain('no money');
    await people.submit(viewId(rig, 'alex'), { ...topic('no money'), ...queue('q-2') });
    expect(rig.context.received).toMatchObject([{ text: 'Alex Rivera: no money', routing: { queue: 'q-2' } }]);
  }));

it('with one queue in its options routes there without asking', () =>
  inRig({ options: { queues: ['Support'] } as never }, async ({ slack, context, until }) => {
    await slack.control.people.command({ user: 'alex', channel: 'helpdesk', command: '/agent', text: 'help' });
    slack.control.people.say({ user: 'sam', channel: 'helpdesk', text: '@trunkline help' });
    await until(() => context.received.length === 3);
    expect(context.received.slice(0, 2).map(({ routing }) => routing?.queue)).toEqual(['Support', 'Support']);
  }));

it('from everybody’s menu a conversation begins in a direct message', () =>
  inRig({}, async (rig) => {
    const { slack, context, adapter, seen } = rig;
    await slack.control.people.shortcut({ user: 'alex', callbackId: 'ask_agent' });
    await slack.control.people.submit(viewId(rig, 'alex'), topic('a question'));
    const from = context.received[0]?.address;
    if (from === undefined) throw new Error('nothing came in');
    const outcome = await adapter.deliver(statusDelivery(from, 'waiting', null), new AbortController().signal);
    const direct = slack.control.people.direct('alex');
    expect(outcome).toMatchObject({ outcome: 'accepted', address: expect.stringContaining(`${TEAM}/${direct.id}/`) });
    expect(seen('alex', direct.id).join('\n')).toContain('a question');
  }));

it('“Talk to an agent” on a message hands its thread over, and goes on in it', () =>
  inRig({}, async ({ slack, context, until, seen }) => {
    const { people } = slack.control;
    const root = people.say({ user: 'sam', channel: 'helpdesk', text: 'the printer smokes' });
    people.say({ user: 'kim', channel: 'helpdesk', threadTs: root.ts, text: 'not again' });
    await people.shortcut({ user: 'alex', callbackId: 'ask_agent', channel: 'helpdesk', ts: root.ts });
    expect(context.received).toMatchObject([
      {
        address: `${TEAM}/${HELPDESK}/${root.ts}`,
        text: 'Said before in #helpdesk:\nSam Okafor: the printer smokes\nKim Larsen: not again\n—\nAlex Rivera: asks for an agent about the message above.',
        author: { id: ALEX },
      },
    ]);
    await until(() => seen('alex', 'helpdesk', root.ts).at(-1) === 'Connecting you with an agent…');
    people.say({ user: 'sam', channel: 'helpdesk', threadTs: root.ts, text: 'thanks' });
    await until(() => context.received.length === 2);
    expect(context.received[1]?.author?.id).toBe(SAM);
  }));

it('a message where the app may not read is handed over by itself, and talked about directly', () =>
  inRig({}, async ({ slack, context }) => {
    const { people } = slack.control;
    const root = people.say({ user: 'sam', channel: FINANCE, text: 'the numbers are odd' });
    await people.shortcut({ user: 'alex', callbackId: 'ask_agent', channel: FINANCE, ts: root.ts });
    expect(context.received).toHaveLength(1);
    expect(context.received[0]?.text).toContain('Sam Okafor: the numbers are odd');
    expect(context.received[0]?.address).toMatch(new RegExp(`^${TEAM}/${ALEX}/${ALEX}:`));
  }));

interface Talk {
  readonly address: ReturnType<typeof messageDelivery>['address'];
  readonly root: string;
  readonly status: string;
}

/** A conversation in a thread, with its status message. */
async function talk({ slack, context, adapter, until }: Rig): Promise<Talk> {
  const root = slack.control.people.say({ user: 'alex', channel: 'helpdesk', text: '@trunkline help' });
  await until(() => context.received.length === 2);
  const address = context.received[0]?.address;
  if (address === undefined) throw new Error('nothing came in');
  const conversation = await context.conversation(address);
  const joined = statusDelivery(address, 'joined', null);
  const delivery = {
    ...joined,
    delivery: { ...joined.delivery, conversationId: conversation ?? joined.delivery.conversationId },
  };
  const outcome = await adapter.deliver(delivery, new AbortController().signal);
  if (outcome.outcome !== 'accepted' || outcome.key === null) throw new Error('no status');
  return { address, root: root.ts, status: outcome.key };
}

it('End ends the conversation and tells the agent who did it', () =>
  inRig({}, async (rig) => {
    const { slack, context, seen } = rig;
    const { address, root, status } = await talk(rig);
    const click = { user: 'sam', channel: 'helpdesk', ts: status, actionId: 'trunkline_end' };
    await slack.control.people.click(click);
    expect(context.ends).toEqual([address]);
    expect(context.endings).toMatchObject([{ notice: 'Sam Okafor has ended the conversation.' }]);
    await slack.control.people.click(click);
    expect(context.ends).toHaveLength(1);
    await rig.until(() => seen('sam', 'helpdesk', root).at(-1) === 'This conversation has ended already.');
  }));

it('the End of an old conversation does not end the one after it', () =>
  inRig({}, async (rig) => {
    const { slack, context, until } = rig;
    const { address, root, status } = await talk(rig);
    await context.receiveEnd(address);
    slack.control.people.say({ user: 'alex', channel: 'helpdesk', threadTs: root, text: 'one more thing' });
    await until(() => context.received.length === 3);
    await slack.control.people.click({ user: 'alex', channel: 'helpdesk', ts: status, actionId: 'trunkline_end' });
    expect(await context.conversation(address)).not.toBeNull();
  }));

it('Reopen begins the conversation again, once', () =>
  inRig({}, async (rig) => {
    const { slack, context, adapter, seen } = rig;
    const { address, root, status } = await talk(rig);
    await context.receiveEnd(address);
    const ended = statusDelivery(address, 'ended', null);
    await adapter.deliver(
      { ...ended, adapterState: { status: { ts: status, lead: null } } },
      new AbortController().signal,
    );
    const click = { user: 'alex', channel: 'helpdesk', ts: status, actionId: 'trunkline_reopen' };
    await slack.control.people.click(click);
    expect(context.received.at(-1)).toMatchObject({
      address,
      text: 'Alex Rivera: (has opened the conversation again)',
    });
    const count = context.received.length;
    await slack.control.people.click(click);
    expect(context.received).toHaveLength(count);
    await rig.until(() => seen('alex', 'helpdesk', root).at(-1) === 'This conversation is open already: just write.');
  }));

it('Reopen is for those who may begin a conversation', () =>
  inRig({ options: { allow: { users: [ALEX] } } }, async (rig) => {
    const { slack, context, seen } = rig;
    const { address, root, status } = await talk(rig);
    await context.receiveEnd(address);
    const ended = statusDelivery(address, 'ended', null);
    const adapterState = { status: { ts: status, lead: null } };
    await rig.adapter.deliver({ ...ended, adapterState }, new AbortController().signal);
    const click = { channel: 'helpdesk', ts: status, actionId: 'trunkline_reopen' };
    await slack.control.people.click({ ...click, user: 'sam' });
    expect(await context.conversation(address)).toBeNull();
    await rig.until(() => (seen('sam', 'helpdesk', root).at(-1) ?? '').includes('not among those who may ask'));
    await slack.control.people.click({ ...click, user: 'alex' });
    expect(await context.conversation(address)).not.toBeNull();
  }));

it('Transcript shows what was said to the one who asks', () =>
  inRig({}, async (rig) => {
    const { slack, context, seen } = rig;
    const { address, root, status } = await talk(rig);
    context.append(address, {
      type: 'message.created',
      message: {
        id: 'm_9' as never,
        text: 'Have you tried turning it off?',
        author: { kind: 'agent', name: 'Ada' },
        sentAt: context.clock.now(),
        late: false,
        attachments: [],
      },
    });
    await slack.control.people.click({
      user: 'alex',
      channel: 'helpdesk',
      ts: status,
      actionId: 'trunkline_transcript',
    });
    await rig.until(() => (seen('alex', 'helpdesk', root).at(-1) ?? '').includes('*Ada:*'));
    const shown = seen('alex', 'helpdesk', root).at(-1) ?? '';
    expect(shown).toContain('*Alex Rivera:* help');
    expect(shown).toContain('*Ada:* Have you tried turning it off?');
    expect(seen('sam', 'helpdesk', root).some((text) => text.includes('turning it off'))).toBe(false);
  }));
