import { afterEach, expect, it } from 'vitest';
import { sayUntilAccepted } from './customer.ts';
import { Genesys } from './genesys.ts';
import { bridgeFolder, type Program, startBridge, started, startSandbox } from './processes.ts';
import { WebhookReceiver } from './webhook-receiver.ts';

const CUSTOMERS = 10;
const MESSAGES_EACH = 30;
const KILLS = 10;

const cleanUp: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const clean of cleanUp.splice(0).reverse()) await clean();
});

it('loses nothing and doubles nothing, in order, while it is killed ten times', { timeout: 180_000 }, async () => {
  const receiver = new WebhookReceiver();
  const webhook = await receiver.open();
  cleanUp.push(() => receiver.close());
  const sandbox = await startSandbox('--agent', 'echo', '--rate-limit', '0');
  cleanUp.push(() => sandbox.program.kill('SIGKILL'));
  const folder = await bridgeFolder({ genesys: sandbox.url, webhook });
  cleanUp.push(() => folder.remove());
  let bridge: Program = startBridge(folder.config);
  cleanUp.push(() => bridge.kill('SIGKILL'));
  await started(bridge);

  const names = Array.from({ length: CUSTOMERS }, (_, index) => `customer-${index}`);
  const texts = Array.from({ length: MESSAGES_EACH }, (_, index) => (index % 5 === 4 ? 'ok' : `message ${index}`));
  let accepted = 0;
  const talking = names.map(async (name) => {
    for (const [index, text] of texts.entries()) {
      await sayUntilAccepted(folder.url, name, { text, id: `${name}-${index}` });
      accepted += 1;
    }
  });
  // Each kill comes after some progress, so that the work is spread over all the processes whatever the machine's pace.
  for (let kill = 1; kill <= KILLS; kill += 1) {
    const enough = Math.floor((kill * CUSTOMERS * MESSAGES_EACH) / (KILLS + 1));
    while (accepted < enough) await new Promise((resolve) => setTimeout(resolve, 3));
    await bridge.kill('SIGKILL');
    bridge = startBridge(folder.config);
    await started(bridge);
  }
  await Promise.all(talking);
  await receiver.until(() => names.every((name) => receiver.told(name).length >= MESSAGES_EACH));

  const genesys = new Genesys(sandbox.url);
  for (const name of names) {
    expect(await genesys.heard(name), `what the agents heard of ${name}`).toEqual(texts);
    const answers = await genesys.answered(name);
    expect(answers).toEqual(texts.map((text) => `echo: ${text}`));
    expect(receiver.told(name), `what ${name} was told`).toEqual(answers);
  }
  expect(receiver.forged).toEqual([]);
  const firsts = new Set<string>();
  const unflagged = receiver.received.filter(({ id, repeated }) => firsts.size === firsts.add(id).size && !repeated);
  expect(unflagged, 'repeats that were not flagged').toEqual([]);
});
