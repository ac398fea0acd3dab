import { afterEach, expect, it } from 'vitest';
import { eventually, type SlackSetting, slackSetting } from './slack-threads-setting.ts';

const cleanUp: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const clean of cleanUp.splice(0).reverse()) await clean();
});

/** Somebody has typed `/agent my laptop is broken`; resolves once its thread is there. */
async function asked(agent: 'echo' | 'desk'): Promise<SlackSetting & { readonly thread: string }> {
  const setting = await slackSetting(agent);
  cleanUp.push(() => setting.close());
  const command = { user: 'alex', channel: 'helpdesk', command: '/agent', text: 'my laptop is broken' };
  await setting.slack.act('command', command);
  const root = await eventually(async () =>
    (await setting.slack.messages('helpdesk')).find(({ text }) => text.includes('would like to talk to an agent')),
  );
  return Object.assign(setting, { thread: root.ts });
}

function says({ slack, thread }: { slack: SlackSetting['slack']; thread: string }, user: string, text: string) {
  return slack.act('say', { user, channel: 'helpdesk', threadTs: thread, text });
}

/** What stands in the thread below its status message, once it holds so many of these. */
function answers(
  { slack, thread }: { slack: SlackSetting['slack']; thread: string },
  count: number,
): Promise<readonly string[]> {
  return eventually(async () => {
    const texts = (await slack.messages('helpdesk', thread)).map(({ text }) => text);
    const found = texts.filter((text) => text.startsWith('echo: '));
    return found.length >= count && found;
  });
}

it('/agent puts an agent into a thread, who knows the topic and the person, and a transfer is shown', async () => {
  const setting = await asked('desk');
  const { slack, genesys, thread } = setting;
  const chat = await eventually(async () => (await genesys.conversations()).find(({ state }) => state === 'active'));
  expect(chat.displayName).toBe('Alex Rivera');
  await eventually(async () => (await genesys.heard('Alex Rivera')).includes('Alex Rivera: my laptop is broken'));
  await genesys.post(`/conversations/${chat.id}/agent/accept`, { displayName: 'Ada' });
  await genesys.post(`/conversations/${chat.id}/agent/say`, { text: 'Hello @here, is it plugged in?' });
  const status = async () => (await slack.messages('helpdesk', thread))[0]?.text ?? '';
  await eventually(async () => (await status()).includes('Ada joined'));
  const reply = await eventually(async () =>
    (await slack.messages('helpdesk', thread)).find(({ username }) => username === 'Ada'),
  );
  expect(reply.text).toBe('Hello @here, is it plugged in?');
  await genesys.post(`/conversations/${chat.id}/agent/transfer`, { displayName: 'Lee' });
  await eventually(async () => (await status()).includes('Lee joined'));
  await says(setting, 'sam', 'mine too');
  await eventually(async () => (await genesys.heard('Alex Rivera')).includes('Sam Okafor: mine too'));
  await slack.act('click', { user: 'alex', channel: 'helpdesk', ts: thread, actionId: 'trunkline_end' });
  await eventually(async () => (await status()).includes('has ended'));
  await eventually(async () => (await genesys.conversations()).every(({ state }) => state === 'ended'));
});

it('loses nothing when the sockets drop', async () => {
  const setting = await asked('echo');
  await answers(setting, 1);
  await setting.slack.act('faults/drop-sockets', {});
  await says(setting, 'alex', 'during the drop');
  expect(await answers(setting, 2)).toEqual([
    'echo: Alex Rivera: my laptop is broken',
    'echo: Alex Rivera: during the drop',
  ]);
});

it('kill -9 between Slack’s acceptance and the commit posts nothing twice, and what was said meanwhile is found', async () => {
  const setting = await asked('echo');
  await answers(setting, 1);
  // Slack has the post, and the bridge never hears of it.
  await setting.slack.act('faults', { operation: 'chat.postMessage', effect: 'noAnswerAfterWrite' });
  await says(setting, 'alex', 'before the kill');
  await answers(setting, 2);
  await setting.kill();
  await says(setting, 'alex', 'while it was down');
  await setting.start();
  expect(await answers(setting, 3)).toEqual([
    'echo: Alex Rivera: my laptop is broken',
    'echo: Alex Rivera: before the kill',
    'echo: Alex Rivera: while it was down',
  ]);
});

it('what Slack has lost for good is found, once and in order: a first mention, and a reply after the end', async () => {
  const setting = await slackSetting('echo');
  cleanUp.push(() => setting.close());
  const { slack, genesys } = setting;
  const lose = { operation: 'delivery', effect: 'drop', times: null };
  await slack.act('faults', lose);
  const mention = { user: 'alex', channel: 'helpdesk', text: '@trunkline my laptop is broken' };
  const { ts: thread = '' } = await slack.act('say', mention);
  await says({ slack, thread }, 'sam', 'mine too');
  await setting.kill();
  await setting.start();
  expect(await answers({ slack, thread }, 2)).toEqual([
    'echo: Alex Rivera: my laptop is broken',
    'echo: Sam Okafor: mine too',
  ]);
  for (const { id } of await genesys.conversations()) await genesys.post(`/conversations/${id}/end`);
  await eventually(async () =>
    (await slack.messages('helpdesk', thread)).some(({ text }) => text.includes('has ended')),
  );
  await says({ slack, thread }, 'alex', 'it broke again');
  await setting.kill();
  await setting.start();
  await eventually(async () => (await genesys.heard('Alex Rivera')).includes('Alex Rivera: it broke again'));
  await setting.kill();
  await setting.start();
  await answers({ slack, thread }, 3);
  const heard = (await genesys.heard('Alex Rivera')).filter((text) => /^(Alex|Sam)/.test(text));
  expect(heard).toEqual(['Alex Rivera: my laptop is broken', 'Sam Okafor: mine too', 'Alex Rivera: it broke again']);
});
