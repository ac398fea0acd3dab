import { afterEach, expect, it } from 'vitest';
import { trunkline } from './processes.ts';
import { eventually, slackSetting } from './slack-threads-setting.ts';
import { smsSetting, until } from './sms-setting.ts';

const cleanUp: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const clean of cleanUp.splice(0).reverse()) await clean();
});

/** What an audit beside the running bridge says. */
async function audited(config: string): Promise<unknown> {
  const { code, out, err } = await trunkline('audit', '--since', '24h', '--json', '--config', config);
  expect([code, err]).toEqual([0, '']);
  return JSON.parse(out);
}

it('compares what Twilio has, beside a running bridge', async () => {
  const setting = await smsSetting('echo');
  cleanUp.push(() => setting.close());
  await setting.twilio.text('hello');
  await until(async () => (await setting.twilio.sent()).some(({ status }) => status === 'delivered'));
  expect(await audited(setting.config)).toMatchObject({ items: [], channels: [{ channel: 'sms', compared: true }] });
});

it('compares what stands in Slack, beside a running bridge', async () => {
  const setting = await slackSetting('echo');
  cleanUp.push(() => setting.close());
  const { slack } = setting;
  await slack.act('command', { user: 'alex', channel: 'helpdesk', command: '/agent', text: 'my laptop is broken' });
  const root = await eventually(async () =>
    (await slack.messages('helpdesk')).find(({ text }) => text.includes('would like to talk')),
  );
  await eventually(async () =>
    (await slack.messages('helpdesk', root.ts)).some(({ text }) => text.startsWith('echo: ')),
  );
  expect(await audited(setting.config)).toMatchObject({
    items: [],
    channels: [{ channel: 'helpdesk', compared: true }],
  });
});
