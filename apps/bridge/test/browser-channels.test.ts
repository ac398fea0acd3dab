import type { Browser, Locator } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { findBrowser, launchBrowser, type OpenPage, openPage } from './demo-browser.ts';
import { DemoPage } from './demo-page.ts';
import type { DemoState } from './demo-process.ts';

const executable = findBrowser();

let browser: Browser | undefined;
const open: OpenPage[] = [];
beforeAll(async () => {
  if (executable !== null) browser = await launchBrowser(executable);
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()));
});
afterAll(async () => {
  await browser?.close();
});

async function opened(channel: string): Promise<OpenPage & { readonly ui: DemoPage; readonly bubbles: Locator }> {
  if (browser === undefined) throw new Error('no browser');
  const one = await openPage(browser);
  open.push(one);
  const ui = new DemoPage(one.page);
  await ui.sees(ui.customer, 'Connected');
  await ui.pick(channel);
  return { ...one, ui, bubbles: one.page.locator('#phone .of-agent .bubble') };
}

/** Kills the bridge, and keeps whoever would start it again from doing so until it returns what lets them. */
function killed({ bridge }: DemoState, demo: OpenPage['demo']): () => void {
  demo.process.kill('SIGSTOP');
  process.kill(bridge.pid, 'SIGKILL');
  return () => void demo.process.kill('SIGCONT');
}

async function control(url: string, path: string, body: object): Promise<void> {
  const response = await fetch(`${url}/_sandbox${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
}

describe.skipIf(executable === null)('a phone on the page', () => {
  it('texts an agent and gets the answers, with what became of each', async () => {
    const { ui, page, demo, bubbles, errors } = await opened('Text message');
    await ui.sees(ui.customer, 'Text something as Anna');
    await ui.asTexter('Where is my order?');
    await ui.sees(ui.desk, '+1…0142');
    await ui.sees(ui.customer, 'With the agent');
    await ui.press('Accept');
    await ui.sees(ui.customer, 'Maya Torres has joined.');
    await ui.asAgent('On its way');
    await ui.sees(bubbles, 'On its way');
    await ui.sees(ui.customer, 'delivered');
    await ui.sees(page.locator('#tally'), 'Anna texted 1, the agent has');
    await page.locator('#lane-out li:last-child[data-state=passed]').waitFor();
    await page.locator('#lane-back li:last-child[data-state=passed]').waitFor();
    await ui.sees(page.locator('#lane-back'), 'Taken by Twilio');

    const { phone } = await demo.get<DemoState>('/demo/state');
    await control(phone.url, '/faults', { operation: 'delivery', effect: 'undelivered', code: 30003, times: 2 });
    await ui.asAgent('Are you there?');
    await ui.sees(ui.customer, 'Not on the phone: undelivered, 30003');
    await ui.sees(ui.desk, /unreachable handset \(30003\)/);

    await page.getByRole('button', { name: 'STOP' }).click();
    await ui.sees(ui.desk, /opted out/);
    await ui.pick('Ben');
    await ui.sees(ui.customer, 'Text something as Ben');
    await page.reload();
    await ui.sees(ui.customer, 'Text something as Ben');
    expect(errors).toEqual([]);
  });

  it('sends a photo that the agent can open', async () => {
    const { ui, page, errors } = await opened('Text message');
    const png = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
    const photo = { name: 'door.png', mimeType: 'image/png', buffer: Buffer.from(png, 'base64') };
    await page.locator('#phone-photo').setInputFiles(photo);
    await ui.asTexter('Look at this');
    await page.locator('#phone img').waitFor();
    const link = page.locator('#desk-messages a');
    const response = await fetch((await link.getAttribute('href')) ?? '');
    expect([response.status, Buffer.from(await response.arrayBuffer()).toString('base64')]).toEqual([200, png]);
    expect(errors).toEqual([]);
  });

  it('loses nothing that is texted while the bridge is dead', async () => {
    const { ui, demo, bubbles } = await opened('Text message');
    await ui.asTexter('one');
    await ui.press('Accept');
    await ui.sees(ui.customer, 'Maya Torres has joined.');
    const state = await demo.get<DemoState>('/demo/state');
    const goOn = killed(state, demo);
    for (const body of ['two', 'three'])
      await control(state.phone.url, '/phones/%2B12025550142/messages', { to: '+12025550100', body });
    goOn();
    await ui.sees(ui.desk.locator('.bubble'), 'three');
    await ui.asAgent('four');
    await ui.sees(bubbles, 'four');
    expect(await ui.said(ui.desk)).toEqual(['one', 'two', 'three', 'four']);
  });
});

describe.skipIf(executable === null)('Slack on the page', () => {
  it('becomes a conversation in a thread, which a button ends', async () => {
    const { ui, page, errors } = await opened('Slack');
    await ui.sees(ui.customer, 'Ask for an agent');
    await ui.asColleague('/agent my laptop is broken');
    await ui.sees(ui.customer, 'You are being connected');
    await ui.sees(ui.customer, 'my laptop is broken');
    await ui.sees(ui.desk, 'Alex Rivera');
    await ui.press('Accept');
    await ui.sees(ui.customer, /Maya Torres joined/);
    await ui.asAgent('What does it say?');
    await ui.sees(page.locator('.post.reply.of-agent'), 'What does it say?');
    await ui.asColleague('Nothing at *all*');
    await ui.sees(ui.desk.locator('.bubble'), 'Alex Rivera: Nothing at all');
    await ui.pick('Sam');
    await ui.asColleague('Mine, too');
    await ui.sees(ui.desk.locator('.bubble'), 'Sam Okafor: Mine, too');
    await ui.sees(page.locator('#tally'), 'The thread said 3, the agent has');
    await page.locator('#lane-out li:last-child[data-state=passed]').waitFor();
    await page.locator('#lane-back li:last-child[data-state=passed]').waitFor();

    await page.getByRole('button', { name: 'End', exact: true }).click();
    await ui.sees(ui.customer, 'End the conversation?');
    await page.getByRole('button', { name: 'End', exact: true }).click();
    await page.getByRole('button', { name: 'Reopen' }).waitFor();
    await ui.sees(ui.desk, 'ended');
    await page.getByRole('button', { name: 'Back to the channel' }).click();
    await ui.sees(ui.customer, '/agent my laptop is broken');
    expect(errors).toEqual([]);
  });

  it('loses nothing that is said in a thread while the bridge is dead', async () => {
    const { ui, page, demo } = await opened('Slack');
    await ui.asColleague('/agent the printer');
    await ui.press('Accept');
    await ui.sees(ui.customer, /Maya Torres joined/);
    await ui.asAgent('Hello');
    const reply = page.locator('.post.reply.of-agent');
    await ui.sees(reply, 'Hello');
    const state = await demo.get<DemoState>('/demo/state');
    const goOn = killed(state, demo);
    const query = '?user=alex&channel=helpdesk';
    const { items } = (await (await fetch(`${state.workspace.url}/_sandbox/messages${query}`)).json()) as {
      readonly items: readonly { readonly ts: string; readonly thread_ts?: string }[];
    };
    const threadTs = items.find(({ ts, thread_ts }) => ts === thread_ts)?.ts;
    for (const text of ['one', 'two'])
      await control(state.workspace.url, '/say', { user: 'alex', channel: 'helpdesk', text, threadTs });
    goOn();
    await ui.sees(ui.desk.locator('.bubble'), 'Alex Rivera: two');
    await ui.asAgent('three');
    await ui.sees(reply, 'three');
    const ofColleague = await ui.desk.locator('.of-customer .bubble').allTextContents();
    expect(ofColleague).toEqual(['the printer', 'one', 'two'].map((text) => `Alex Rivera: ${text}`));
  });

  it('can be used with the keyboard alone', async () => {
    const { ui, page } = await opened('Website');
    await ui.tabTo('Website', 'Shift+Tab');
    await page.keyboard.press('ArrowRight');
    await ui.sees(ui.customer, 'Text something as Anna');
    await page.keyboard.press('ArrowRight');
    await ui.sees(ui.customer, 'Ask for an agent');
    await ui.tabTo('Message in Slack');
    await page.keyboard.type('/agent my screen');
    await page.keyboard.press('Enter');
    await ui.tabTo('End');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Reopen' }).waitFor();
  });

  it('fits on a phone in both ways of talking', async () => {
    const { ui, page } = await opened('Slack');
    await ui.asColleague('/agent my laptop is broken');
    await ui.sees(ui.customer, 'You are being connected');
    for (const width of [360, 640]) {
      await page.setViewportSize({ width, height: 780 });
      for (const channel of ['Text message', 'Slack']) {
        await ui.pick(channel);
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
      }
    }
  });
});
