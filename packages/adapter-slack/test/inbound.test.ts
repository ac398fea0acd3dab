import { afterEach, describe, expect, it } from 'vitest';
import { HELPDESK, openRig, type Rig, type RigOptions, SAM, TEAM } from './slack-rig.ts';

const open: Rig[] = [];
afterEach(async () => {
  for (const rig of open.splice(0)) await rig.close();
});

async function rigOf(options: RigOptions): Promise<Rig> {
  const rig = await openRig(options);
  open.push(rig);
  return rig;
}

describe.each(['socket', 'http'] as const)('over %s', (mode) => {
  it('a mention in a channel begins a conversation in its thread, and replies go on with it', async () => {
    const { slack, context, until } = await rigOf({ mode });
    const root = slack.control.people.say({
      user: 'alex',
      channel: 'helpdesk',
      text: '@trunkline my laptop is broken',
    });
    await until(() => context.received.length === 2);
    const [first, again] = context.received;
    expect(first).toMatchObject({
      address: `${TEAM}/${HELPDESK}/${root.ts}`,
      text: 'Alex Rivera: my laptop is broken',
      profile: { name: 'Alex Rivera', email: 'alex@northwind.example', attributes: { slackChannel: '#helpdesk' } },
    });
    expect(again?.id).toBe(first?.id);
    slack.control.people.say({ user: 'sam', channel: 'helpdesk', threadTs: root.ts, text: 'mine too & more' });
    await until(() => context.received.length === 3);
    expect(context.received[2]).toMatchObject({
      address: first?.address,
      text: 'Sam Okafor: mine too & more',
      author: { id: SAM, name: 'Sam Okafor' },
    });
    expect(context.received[2]?.profile).toBeUndefined();
  });

  it('a direct message is a conversation of its own, in its own words', async () => {
    const { slack, context, until } = await rigOf({ mode });
    const direct = slack.control.people.direct('alex');
    slack.control.people.say({ user: 'alex', channel: direct.id, text: 'hello there' });
    await until(() => context.received.length === 1);
    expect(context.received[0]).toMatchObject({ address: `${TEAM}/${direct.id}`, text: 'hello there' });
  });

  it('/agent is acknowledged after the commit, with a word to whoever asked', async () => {
    const { slack, context } = await rigOf({ mode });
    const held = context.hold();
    let answered = false;
    const result = slack.control.people
      .command({ user: 'alex', channel: 'helpdesk', command: '/agent', text: 'my laptop is broken' })
      .finally(() => {
        answered = true;
      });
    await held.reached;
    expect(answered).toBe(false);
    held.release();
    expect(JSON.stringify(await result)).toContain('Connecting you with an agent');
    expect(context.received[0]?.address).toMatch(new RegExp(`^${TEAM}/${HELPDESK}/U0ALEX0001:[0-9a-f]{20}$`));
  });
});
