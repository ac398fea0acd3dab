import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { findBrowser, launchBrowser, type OpenPage, openPage } from './demo-browser.ts';
import { DemoPage } from './demo-page.ts';
import type { DemoState } from './demo-process.ts';

const executable = findBrowser();
if (executable === null)
  process.stdout.write(
    'No chromium, chromium-browser or google-chrome on the PATH: the page is tried in no browser.\n',
  );

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

async function opened(prepare?: (page: Page) => Promise<void>): Promise<OpenPage & { readonly ui: DemoPage }> {
  if (browser === undefined) throw new Error('no browser');
  const one = await openPage(browser, prepare);
  open.push(one);
  const ui = new DemoPage(one.page);
  await ui.sees(ui.customer, 'Connected');
  return { ...one, ui };
}

/** Asks the sandbox, which is another process than the page's server. */
async function sandbox(state: DemoState, path: string, body: object = {}): Promise<void> {
  const response = await fetch(`${state.sandbox.url}/_sandbox${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
}

async function chatOf(state: DemoState): Promise<string> {
  const response = await fetch(`${state.sandbox.url}/_sandbox/conversations`);
  const { items } = (await response.json()) as { items: readonly { id: string }[] };
  return items.at(-1)?.id ?? '';
}

describe.skipIf(executable === null)('the page in a browser', () => {
  it('shows a chat from both sides: typing, a transfer, what the bridge says, the end and a new conversation', async () => {
    const authorizations = new Set<string>();
    const { ui, page, errors } = await opened(async (fresh) => {
      fresh.on('request', (request) => {
        const { authorization } = request.headers();
        if (authorization !== undefined) authorizations.add(authorization);
      });
    });
    await ui.sees(ui.customer, 'No conversation yet');
    await ui.asCustomer('Hello');
    await ui.sees(ui.customer, 'Waiting for an agent');
    await ui.sees(ui.customer, /^Anna · With the agent · /);
    await ui.press('Ring at Maya');
    await ui.sees(ui.desk, 'rings at Maya Torres');
    await ui.press('Decline');
    await ui.sees(ui.desk, 'Ring at Leo');
    await ui.press('Accept');
    await ui.sees(ui.customer, 'Leo Park joined');
    await ui.agentField.pressSequentially('Hi');
    await ui.sees(ui.customer, 'Leo Park is writing');
    await ui.customerField.pressSequentially('My router');
    await ui.sees(ui.desk, 'Anna is writing');
    await ui.agentField.press('Enter');
    await ui.sees(ui.customer, 'Hi');
    await ui.customerField.press('Enter');
    await ui.sees(ui.desk.locator('.bubble'), 'My router');

    await ui.press('Hold');
    await ui.press('Ask for the screen');
    await ui.sees(ui.customer, 'The agent wanted to look at your screen');
    await ui.press('Transfer');
    await ui.press('Priya Nair');
    await ui.sees(ui.customer, 'Talking with Priya Nair');
    await ui.sees(ui.customer, 'passed you on');
    await ui.asAgent('Priya here');
    await ui.sees(ui.customer, 'Priya here');
    await ui.sees(ui.desk.locator('.bubble'), 'Priya here');
    expect(await ui.said(ui.customer)).toEqual(['Hello', 'Hi', 'My router', 'Priya here']);
    expect(await ui.said(ui.desk)).toEqual(['Hello', 'Hi', 'My router', 'Priya here']);
    const news = await ui.announced();
    expect(news.filter((line) => line === 'To Anna: Priya Nair says: Priya here')).toHaveLength(1);

    await ui.press('Leave');
    await ui.sees(ui.customer, 'The conversation has ended. Write again');
    await ui.asCustomer('One more thing');
    await ui.sees(ui.customer, 'A new conversation');
    await ui.sees(ui.customer, 'Waiting for an agent');
    await ui.press('Accept');
    await ui.sees(ui.customer, 'Talking with');
    await page.getByRole('button', { name: 'End chat' }).click();
    await ui.sees(ui.customer, 'The conversation has ended');

    expect([...authorizations].filter((value) => !value.startsWith('Bearer ct1.'))).toEqual([]);
    expect(authorizations.size).toBe(1);
    expect(errors).toEqual([]);
  });

  it('carries on when the bridge is killed in mid-sentence, with nothing lost and nothing twice', async () => {
    const { ui, page, demo, errors } = await opened();
    const sent = new Map<string, string[]>();
    page.on('request', (request) => {
      if (!request.url().endsWith('/channels/web/messages') || request.method() !== 'POST') return;
      const { id, text } = request.postDataJSON() as { id: string; text: string };
      sent.set(text, [...(sent.get(text) ?? []), id]);
    });
    await ui.talk();
    await ui.customerField.pressSequentially('Are you st');
    const state = await demo.get<DemoState>('/demo/state');

    // Whoever would start the bridge again stands still until both sides have said something.
    demo.process.kill('SIGSTOP');
    process.kill(state.bridge.pid, 'SIGKILL');
    await ui.sees(ui.customer, 'Reconnecting');
    await ui.customerField.pressSequentially('ill there?');
    await ui.customerField.press('Enter');
    await ui.sees(ui.customer, /No answer, tried \d+×/);
    await sandbox(state, `/conversations/${await chatOf(state)}/agent/say`, { text: 'Yes, I am' });
    demo.process.kill('SIGCONT');

    await ui.sees(ui.customer, 'Connected');
    await ui.sees(ui.customer, 'Yes, I am');
    await ui.sees(ui.desk, 'Are you still there?');
    await ui.asAgent('Go on');
    await ui.sees(ui.customer, 'Go on');
    await ui.asCustomer('Good');
    await ui.sees(ui.desk, 'Good');
    const ofCustomer = async () => await ui.desk.locator('.of-customer .bubble').allTextContents();
    expect(await ofCustomer()).toEqual(['Hello', 'Are you still there?', 'Good']);
    expect(await ui.customer.locator('.of-agent .bubble').allTextContents()).toEqual(['Yes, I am', 'Go on']);
    expect(await ui.customer.locator('.own .bubble').allTextContents()).toEqual(await ofCustomer());
    expect(sent.get('Are you still there?')?.length).toBeGreaterThan(1);
    expect([...sent.values()].map((ids) => new Set(ids).size)).toEqual([1, 1, 1]);
    expect(new Set([...sent.values()].flat()).size).toBe(3);
    await page.getByText(/^Bridge up · pid/).waitFor();
    // A browser writes down each address that does not answer; there is nothing else.
    expect(errors.filter((error) => !isUnanswered(error, state.bridge.channel))).toEqual([]);
  });

  it('can be used with the keyboard alone, and never loses the focus', async () => {
    const { ui, page, demo, errors } = await opened();
    const { keyboard } = page;
    await keyboard.type('Hello');
    await keyboard.press('Enter');
    await ui.desk.getByRole('button', { name: 'Accept' }).waitFor();
    await ui.tabTo('Accept');
    await keyboard.press('Enter');
    await page.getByPlaceholder('Answer as Maya Torres').waitFor();
    await page.locator('#desk-text:focus').waitFor();
    await keyboard.type('Hi Anna');
    await keyboard.press('Enter');
    await ui.sees(ui.customer, 'Hi Anna');

    await ui.tabTo('Transfer', 'Shift+Tab');
    await keyboard.press('Enter');
    await page.locator('#desk-colleagues button:focus').waitFor();
    await keyboard.press('Escape');
    await page.locator('#desk-transfer[aria-expanded=false]:focus').waitFor();
    await keyboard.press('Enter');
    await ui.tabTo('Priya Nair');
    await keyboard.press('Enter');
    await ui.sees(ui.customer, 'Talking with Priya Nair');
    await ui.tabTo('Leave');
    await keyboard.press('Enter');
    await ui.sees(ui.customer, 'The conversation has ended');
    await page.locator('#desk-chats button:focus').waitFor();

    const before = await page.getByText(/^Bridge up · pid/).textContent();
    await ui.tabTo('keep it down for 5 s');
    await keyboard.press('Space');
    await ui.tabTo('kill -9 the bridge', 'Shift+Tab');
    await keyboard.press('Enter');
    await page.getByText(new RegExp(`^Bridge up · pid (?!${before?.split(' ').at(-1)}$)`)).waitFor();
    await page.locator('#kill:focus').waitFor();
    await ui.tabTo('Latest events');
    await ui.tabTo('To the customer’s message');
    await keyboard.press('Enter');
    await page.locator('#customer-text:focus').waitFor();
    await ui.tabTo('Anna', 'Shift+Tab');
    await keyboard.press('ArrowRight');
    await page.getByPlaceholder('Write as Ben').waitFor();
    const { bridge } = await demo.get<DemoState>('/demo/state');
    expect(errors.filter((error) => !isUnanswered(error, bridge.channel))).toEqual([]);
  });

  it('says the same in light and dark, wide and narrow', async () => {
    const { ui, page, errors } = await opened();
    await ui.talk();
    await ui.sees(ui.customer, 'With the agent');
    await ui.sees(ui.desk, 'Maya Torres joined');
    const content = async () => [await ui.customer.ariaSnapshot(), await ui.desk.ariaSnapshot()];
    const background = async () => await page.evaluate('getComputedStyle(document.body).backgroundColor');
    const [light, lightBackground] = [await content(), await background()];
    expect(light.join()).toContain('Hello');
    await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
    expect(await content()).toEqual(light);
    expect(await background()).not.toBe(lightBackground);
    // A phone, and a usual screen at 200 %.
    for (const width of [360, 640]) {
      await page.setViewportSize({ width, height: 430 });
      expect(await content()).toEqual(light);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
    }
    expect(errors).toEqual([]);
  });

  it('says why a message did not arrive, and what came late', async () => {
    const { ui, demo, errors } = await opened();
    await ui.talk();
    const state = await demo.get<DemoState>('/demo/state');
    await sandbox(state, '/faults', {
      operation: 'message',
      effect: 'error',
      status: 400,
      code: 'chat.error.message.body.length',
    });
    await ui.asCustomer('Too much of it');
    await ui.sees(ui.customer, /^Anna · Not delivered: \w/);
    await ui.asCustomer('Is this better?');
    await ui.sees(ui.desk, 'Is this better?');
    await sandbox(state, '/faults', { operation: 'frame', effect: 'reorder', frameType: 'message', sender: 'agent' });
    const chat = `/conversations/${await chatOf(state)}/agent`;
    for (const text of ['first', 'second']) await sandbox(state, `${chat}/say`, { text });
    await ui.sees(ui.customer, 'Maya Torres · came late');
    expect((await ui.said(ui.customer)).slice(-2)).toEqual(['second', 'first']);
    expect(errors).toEqual([]);
  });

  it('goes on with a new token when its own is refused', async () => {
    let asked = 0;
    const { ui, errors } = await opened(async (page) => {
      await page.route('**/demo/customer/token', async (route) => {
        asked += 1;
        const response = await route.fetch();
        const answer = (await response.json()) as { readonly token: string };
        const token = asked === 1 ? `${answer.token.slice(0, -4)}AAAA` : answer.token;
        await route.fulfill({ response, json: { ...answer, token } });
      });
    });
    await ui.talk();
    expect(asked).toBe(2);
    expect(errors.filter((error) => !/status of 401 .*\/channels\/web\//.test(error))).toEqual([]);
  });
});

/** Nobody listens there, or a bridge that does not yet know of the channel's origins. */
function isUnanswered(error: string, channel: string): boolean {
  return (
    /^Failed to load resource: (net::ERR_|.*\b503\b)|blocked by CORS policy/.test(error) && error.includes(channel)
  );
}
