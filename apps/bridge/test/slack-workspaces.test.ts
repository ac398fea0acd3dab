import { afterEach, expect, it } from 'vitest';
import { eventually, type SlackSetting, slackSetting } from './slack-threads-setting.ts';

const NORTHWIND = { team: 'T0SANDBOX1', user: 'alex', name: 'Alex Rivera' };
const CONTOSO = { team: 'T0SANDBOX2', user: 'mira', name: 'Mira Sato' };
type Workspace = typeof NORTHWIND;

const cleanUp: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const clean of cleanUp.splice(0).reverse()) await clean();
});

async function setUp(...args: Parameters<typeof slackSetting>): Promise<SlackSetting> {
  const setting = await slackSetting(...args);
  cleanUp.push(() => setting.close());
  return setting;
}

/** What a browser does: the page, its button, Slack's consent, and back. */
async function install({ slack, channel }: SlackSetting, { team }: Workspace): Promise<void> {
  const page = await fetch(`${channel}/install`);
  const [, link = ''] = /href="(https?:\/\/[^"]+)"/.exec(await page.text()) ?? [];
  const consent = new URL(link.replaceAll('&amp;', '&'));
  const asked = new URL(`${slack.url}/oauth/v2/authorize${consent.search}`);
  asked.searchParams.set('team', team);
  const answer = await fetch(asked, { redirect: 'manual' });
  const [cookie = ''] = (page.headers.get('set-cookie') ?? '').split(';');
  const back = await fetch(answer.headers.get('location') ?? '', { headers: { cookie } });
  expect([team, back.status]).toEqual([team, 200]);
}

/** Somebody asks for an agent in #general of their workspace; resolves once the thread is there. */
async function asks({ slack }: SlackSetting, { team, user }: Workspace, text: string): Promise<string> {
  const channel = 'general';
  await slack.act('join', { team, user, channel, app: true });
  await slack.act('command', { team, user, channel, command: '/agent', text });
  const root = await eventually(async () =>
    (await slack.messages(channel, { user })).find((post) => post.text.includes('would like to talk')),
  );
  return root.ts;
}

it('two workspaces at once have the same bridge, and neither sees a thread of the other', async () => {
  const setting = await setUp('desk', 'oauth');
  const { slack, genesys } = setting;
  for (const workspace of [NORTHWIND, CONTOSO]) await install(setting, workspace);
  const threads = new Map<Workspace, string>();
  for (const workspace of [NORTHWIND, CONTOSO])
    threads.set(workspace, await asks(setting, workspace, `a question of ${workspace.user}`));
  for (const { name, user } of [NORTHWIND, CONTOSO]) {
    const chat = await eventually(async () =>
      (await genesys.conversations()).find(({ displayName, state }) => displayName === name && state === 'active'),
    );
    await genesys.post(`/conversations/${chat.id}/agent/accept`, { displayName: 'Ada' });
    await genesys.post(`/conversations/${chat.id}/agent/say`, { text: `an answer for ${user}` });
    expect(await genesys.heard(name)).toEqual([`${name}: a question of ${user}`]);
  }
  for (const [workspace, thread] of threads) {
    const { user } = workspace;
    await eventually(async () =>
      (await slack.messages('general', { user, threadTs: thread })).some(({ username }) => username === 'Ada'),
    );
    const seen = [
      ...(await slack.messages('general', { user })),
      ...(await slack.messages('general', { user, threadTs: thread })),
    ].map(({ text }) => text);
    const other = workspace === NORTHWIND ? CONTOSO : NORTHWIND;
    expect(seen.join()).toContain(`an answer for ${user}`);
    expect(seen.join()).not.toContain(other.user);
  }
  await setting.kill();
  await setting.start();
  for (const [{ team, user, name }, threadTs] of threads) {
    await slack.act('say', { team, user, channel: 'general', threadTs, text: 'still there' });
    await eventually(async () => (await genesys.heard(name)).includes(`${name}: still there`));
  }
});

it('hands an agent the thread so far, when somebody asks for one in the middle of it', async () => {
  const { slack, genesys } = await setUp('desk');
  const { ts } = await slack.act('say', { user: 'sam', channel: 'helpdesk', text: 'The VPN is down' });
  await slack.act('say', { user: 'kim', channel: 'helpdesk', text: 'For me as well', threadTs: ts });
  await slack.act('shortcut', { user: 'alex', callbackId: 'ask_agent', channel: 'helpdesk', ts });
  const heard = await eventually(async () => {
    const texts = (await genesys.heard('Alex Rivera')).join('\n');
    return texts.includes('For me as well') && texts;
  });
  expect(heard).toContain('Sam Okafor');
  expect(heard).toContain('The VPN is down');
  expect(heard).toContain('Kim Larsen');
});
