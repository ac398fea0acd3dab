import { fastify } from 'fastify';
import { afterEach, describe, expect, it } from 'vitest';
import { listen } from '../host/listen.ts';
import { DEMO_HOST, takePort } from './take-port.ts';

const apps: { close(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(apps.splice(0).map((app) => app.close()));
});

describe('a port for the demonstration', () => {
  it('is the wanted one when that is free', async () => {
    const free = await takePort(0);
    expect(await takePort(free)).toBe(free);
  });

  it('is another when the wanted one is taken', async () => {
    const app = fastify();
    apps.push(app);
    const taken = Number(new URL(await listen(app, { host: DEMO_HOST, port: 0 }, 'server')).port);
    const port = await takePort(taken);
    expect(port).not.toBe(taken);
    expect(port).toBeGreaterThan(0);
  });
});
