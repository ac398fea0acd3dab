import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CustomerClient, connectCustomer } from '@trunkline/adapter-http/client';
import { afterEach, describe, expect, it } from 'vitest';
import { DemoProcess, type DemoState, isAlive, until } from './demo-process.ts';

interface Chat {
  readonly id: string;
  readonly state: string;
  readonly displayName: string;
  readonly messages: readonly {
    readonly body: string;
    readonly bodyType: string;
    readonly sender: { readonly role: string };
  }[];
}

interface PathLine {
  readonly step: string;
  readonly facts: Readonly<Record<string, unknown>>;
}

const running: DemoProcess[] = [];
const closers: (() => void)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) close();
  for (const demo of running.splice(0)) {
    demo.process.kill('SIGTERM');
    await demo.exited;
    await rm(demo.folder, { recursive: true, force: true });
  }
});

async function startDemo({ byNpm = false } = {}): Promise<DemoProcess> {
  const folder = await mkdtemp(join(tmpdir(), 'trunkline-demo-test-'));
  const demo = new DemoProcess(folder, byNpm);
  running.push(demo);
  return await demo.started();
}

async function chatOf(demo: DemoProcess, customer: string): Promise<Chat | undefined> {
  const { items } = await demo.get<{ items: readonly Chat[] }>('/demo/desk');
  return items.find(({ displayName }) => displayName === customer);
}

/** A customer as the page makes one: the page's server gives the token, all else goes to the bridge itself. */
async function connect(demo: DemoProcess, heard: string[]): Promise<CustomerClient> {
  const { bridge } = await demo.get<DemoState>('/demo/state');
  const client = connectCustomer({
    url: bridge.channel,
    customer: { id: 'anna', name: 'Anna' },
    token: async () => {
      const { status, body } = await demo.post('/demo/customer/token', { id: 'anna' });
      if (status !== 200) throw new Error(`no token: ${status}`);
      return (body as { readonly token: string }).token;
    },
    onEvent: (event) => {
      if (event.type === 'message.created') heard.push(event.data.message.text);
    },
  });
  closers.push(() => client.close());
  return client;
}

describe('the demonstration', () => {
  it('carries a chat both ways, loses nothing when the bridge is killed, and leaves nothing behind', async () => {
    const demo = await startDemo();
    expect(await demo.text('/')).toContain('Agent desk');
    const { bridge, sandbox, phone, workspace } = await demo.get<DemoState>('/demo/state');
    const heard: string[] = [];
    const path: PathLine[] = [];
    const anna = await connect(demo, heard);
    closers.push(
      demo.follow('/demo/path', (type, data) => {
        if (type === 'path') path.push(JSON.parse(data));
      }),
    );

    await anna.send('one');
    await until(async () => (await chatOf(demo, 'Anna'))?.state === 'active', 'the chat waits at the desk');
    const desk = `/demo/desk/chats/${(await chatOf(demo, 'Anna'))?.id}`;
    expect(await demo.post(`${desk}/accept`, { displayName: 'Maya' })).toMatchObject({ status: 200 });
    await demo.post(`${desk}/say`, { text: 'two' });
    await until(() => heard.includes('two'), 'the answer is there');

    const killed = demo.post('/demo/kill', { downMs: 500 });
    expect(await killed).toMatchObject({ status: 202, body: { pid: bridge.pid } });
    await demo.post(`${desk}/say`, { text: 'three' });
    expect(await anna.send('four')).toMatchObject({ messageId: expect.any(String) });
    await until(() => heard.includes('three') && heard.includes('four'), 'what was said meanwhile is there');
    await demo.post(`${desk}/say`, { text: 'five' });
    await until(() => heard.includes('five'), 'the new bridge carries on');
    expect([...heard].sort()).toEqual(['five', 'four', 'one', 'three', 'two']);
    await until(async () => textsOf(await chatOf(demo, 'Anna'), 'CUSTOMER').includes('four'), 'the agent has all');
    expect(textsOf(await chatOf(demo, 'Anna'), 'CUSTOMER')).toEqual(['one', 'four']);

    const signed = ({ step, facts }: PathLine): boolean =>
      step === 'webhook.received' && facts['signature'] === 'valid';
    await until(() => path.filter(signed).length >= 4, 'webhooks are received and believed');
    const steps = path.map(({ step }) => step);
    expect(steps).toEqual(
      expect.arrayContaining([
        'message.recorded',
        'session.committed',
        'session.activated',
        'bridge.killed',
        'bridge.ready',
      ]),
    );
    expect(steps).not.toContain('webhook.refused');

    const now = await demo.get<DemoState>('/demo/state');
    expect(now.bridge.pid).not.toBe(bridge.pid);
    demo.process.kill('SIGINT');
    expect(await demo.exited).toBe(0);
    expect(demo.err).toBe('');
    expect([bridge.pid, now.bridge.pid, sandbox.pid, phone.pid, workspace.pid].filter(isAlive)).toEqual([]);
    expect(await readdir(demo.folder)).toEqual([]);
  });

  it('ends with its children when it is killed itself', async () => {
    const demo = await startDemo();
    const { bridge, sandbox } = await demo.get<DemoState>('/demo/state');
    expect([bridge.pid, sandbox.pid].every(isAlive)).toBe(true);
    demo.process.kill('SIGKILL');
    await demo.exited;
    await until(() => !isAlive(bridge.pid) && !isAlive(sandbox.pid), 'its children are gone');
  });

  it('ends when npm ends the shell it was started from', async () => {
    const demo = await startDemo({ byNpm: true });
    const { bridge, sandbox } = await demo.get<DemoState>('/demo/state');
    demo.process.kill('SIGTERM');
    await demo.exited;
    expect([bridge.pid, sandbox.pid].filter(isAlive)).toEqual([]);
    expect(await readdir(demo.folder)).toEqual([]);
  });

  it('starts a bridge again that died by itself', async () => {
    const demo = await startDemo();
    const { bridge } = await demo.get<DemoState>('/demo/state');
    process.kill(bridge.pid, 'SIGKILL');
    const isBack = ({ bridge: now }: DemoState): boolean => now.state === 'up' && now.pid !== bridge.pid;
    await until(async () => isBack(await demo.get<DemoState>('/demo/state')), 'another bridge is up');
  });

  it.each([
    ['sandbox', 'the sandbox'],
    ['phone', 'the sandbox of Twilio'],
    ['workspace', 'the sandbox of Slack'],
  ] as const)('cannot go on without the %s and says so', async (which, name) => {
    const demo = await startDemo();
    const { bridge, ...others } = await demo.get<DemoState>('/demo/state');
    process.kill(others[which].pid, 'SIGKILL');
    expect(await demo.exited).toBe(1);
    expect(demo.err).toContain(`${name} ended by SIGKILL`);
    const left = [bridge, others.sandbox, others.phone, others.workspace].filter(({ pid }) => isAlive(pid));
    expect(left).toEqual([]);
  });
});

function textsOf(chat: Chat | undefined, role: string): readonly string[] {
  const texts = chat?.messages.filter(({ bodyType, sender }) => bodyType === 'standard' && sender.role === role) ?? [];
  return texts.map(({ body }) => body).filter((body) => body !== '');
}
