import { afterEach, expect, it } from 'vitest';
import { trunkline } from './processes.ts';
import { type SmsSetting, smsSetting, until } from './sms-setting.ts';

const cleanUp: (() => Promise<unknown>)[] = [];
const customer = '+1…0142';

afterEach(async () => {
  for (const clean of cleanUp.splice(0).reverse()) await clean();
});

async function setUp(...args: Parameters<typeof smsSetting>): Promise<SmsSetting> {
  const setting = await smsSetting(...args);
  cleanUp.push(() => setting.close());
  return setting;
}

/** What was sent to the phone, once there are so many. */
function arrived({ twilio }: SmsSetting, count: number): Promise<readonly string[]> {
  return until(async () => {
    const sent = (await twilio.sent()).filter(({ status }) => status === 'delivered');
    return sent.length >= count && sent.map(({ body }) => body);
  });
}

/** An agent takes the chat of the customer, which is returned. */
async function agentJoins({ genesys }: SmsSetting): Promise<string> {
  const chat = await until(async () => (await genesys.conversations()).find(({ state }) => state === 'active'));
  await genesys.post(`/conversations/${chat.id}/agent/accept`, { displayName: 'Ada' });
  return chat.id;
}

it('carries a text message to an agent, and the answer back', async () => {
  const setting = await setUp('echo');
  await setting.twilio.text('hello');
  expect(await arrived(setting, 1)).toEqual(['echo: hello']);
  expect(await setting.genesys.heard(customer)).toEqual(['hello']);
  const { out } = await trunkline('deliveries', 'list', '--json', '--config', setting.config);
  const items = () =>
    JSON.parse(out).items.filter(({ direction }: { direction: string }) => direction === 'toCustomer');
  expect(items()).toMatchObject([{ channel: 'sms', attempts: 1 }]);
  expect([...setting.bridge.lines, ...setting.bridge.errors].join()).not.toContain('5550142');
});

it('sends a long reply with emoji in numbered parts, in order, with exactly the segments it takes', async () => {
  const setting = await setUp('desk');
  await setting.twilio.text('tell me more');
  const chat = await agentJoins(setting);
  const reply = Array.from({ length: 260 }, (_, n) => (n % 60 === 0 ? `😀${n}` : `word${n}`))
    .join(' ')
    .slice(0, 2_000);
  await setting.genesys.post(`/conversations/${chat}/agent/say`, { text: reply });
  const first = await until(async () => (await setting.twilio.sent())[0]);
  const parts = Number(/^\(1\/(\d+)\) /.exec(first.body)?.[1]);
  const bodies = await arrived(setting, parts);
  expect(bodies.map((body) => body.slice(0, 6))).toEqual(bodies.map((_, index) => `(${index + 1}/${parts}) `));
  expect(bodies.map((body) => body.slice(6)).join(' ')).toBe(reply);
  for (const { numSegments } of await setting.twilio.sent()) expect(numSegments).toBeLessThanOrEqual(10);
});

it('tells the agent that a message did not arrive, after one more try', async () => {
  const setting = await setUp('desk');
  await setting.twilio.text('hello');
  const chat = await agentJoins(setting);
  await setting.twilio.post('/faults', { operation: 'delivery', effect: 'undelivered', code: 30003, times: 2 });
  await setting.genesys.post(`/conversations/${chat}/agent/say`, { text: 'are you there?' });
  await until(async () =>
    (await noticesOf(setting, chat)).some((text) => text.includes('unreachable handset (30003)')),
  );
  expect((await setting.twilio.sent()).map(({ body, status }) => [body, status])).toEqual([
    ['are you there?', 'undelivered'],
    ['are you there?', 'undelivered'],
  ]);
});

it('sends nothing more after STOP, and the agent is told', async () => {
  const setting = await setUp('desk');
  await setting.twilio.text('hello');
  const chat = await agentJoins(setting);
  await setting.twilio.text('STOP');
  await until(async () => (await setting.genesys.conversations()).every(({ state }) => state !== 'active'));
  expect((await noticesOf(setting, chat)).join()).toContain('opted out of text messages (STOP)');
  expect(await setting.genesys.heard(customer)).toEqual(['hello', 'STOP']);
  const before = (await setting.twilio.sent()).length;
  await setting.twilio.text('one more thing');
  const next = await until(async () => (await setting.genesys.conversations()).find(({ state }) => state === 'active'));
  await setting.genesys.post(`/conversations/${next.id}/agent/accept`, { displayName: 'Ada' });
  await setting.genesys.post(`/conversations/${next.id}/agent/say`, { text: 'wait' });
  await until(async () => (await noticesOf(setting, next.id)).some((text) => text.includes('has opted out (STOP)')));
  expect((await setting.twilio.sent()).length).toBe(before);
});

it('sends nothing twice that Twilio had taken when the bridge was killed', async () => {
  const setting = await setUp('desk');
  await setting.twilio.text('hello');
  const chat = await agentJoins(setting);
  await setting.twilio.post('/faults', { operation: 'create', effect: 'noAnswerAfterWrite' });
  await setting.twilio.post('/faults', { operation: 'callback', effect: 'drop', times: 10 });
  await setting.genesys.post(`/conversations/${chat}/agent/say`, { text: 'ok' });
  await until(async () => (await setting.twilio.sent()).length === 1);
  await setting.kill();
  await setting.start();
  await setting.genesys.post(`/conversations/${chat}/agent/say`, { text: 'ok' });
  expect(await arrived(setting, 2)).toEqual(['ok', 'ok']);
  const { out } = await trunkline('deliveries', 'list', '--json', '--config', setting.config);
  const sent = JSON.parse(out).items.filter(({ direction }: { direction: string }) => direction === 'toCustomer');
  expect(sent.map(({ attempts }: { attempts: number }) => attempts)).toEqual([1, 1]);
  expect((await setting.twilio.sent()).length).toBe(2);
});

it('takes in what was texted while it was down, once and in order', async () => {
  const setting = await setUp('echo');
  await setting.twilio.text('hello');
  await arrived(setting, 1);
  await setting.kill();
  for (const text of ['one', 'two', 'three']) await setting.twilio.text(text);
  await setting.start();
  expect(await arrived(setting, 4)).toEqual(['hello', 'one', 'two', 'three'].map((text) => `echo: ${text}`));
  expect(await setting.genesys.heard(customer)).toEqual(['hello', 'one', 'two', 'three']);
});

async function noticesOf({ genesys }: SmsSetting, chat: string): Promise<readonly string[]> {
  return (await genesys.messages(chat)).filter(({ bodyType }) => bodyType === 'notice').map(({ body }) => body);
}
