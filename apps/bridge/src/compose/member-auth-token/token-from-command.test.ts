import { ChildProcess, type spawn } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import process from 'node:process';
import { ManualClock } from '@trunkline/core/testing';
import { afterEach, describe, expect, it } from 'vitest';
import { type ConfigFolder, configFolder } from '../../testing/config-folder.ts';
import { MemberAuthError } from './member-auth-error.ts';
import { type TokenCommand, tokenFromCommand } from './token-from-command.ts';

const cleanUp: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const clean of cleanUp.splice(0).reverse()) await clean();
});

const never = new AbortController().signal;

async function bench(command: readonly string[], given: Partial<TokenCommand> = {}) {
  const folder: ConfigFolder = await configFolder('');
  cleanUp.push(() => folder.remove());
  const clock = new ManualClock();
  const asked = { command, folder: folder.folder, environment: { PATH: process.env['PATH'] ?? '' }, clock, ...given };
  return { clock, ask: (signal: AbortSignal = never) => tokenFromCommand(asked, '{}', signal) };
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setImmediate(resolve));
}

/** What a program connects to so that it can be seen when it is there, and when it is no more. */
async function watch() {
  const server = createServer();
  const seen = once(server, 'connection') as Promise<[Socket]>;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  cleanUp.push(() => new Promise((resolve) => server.close(resolve)));
  const gone = seen.then(async ([socket]) => {
    socket.on('error', () => undefined).resume();
    await once(socket, 'close');
  });
  return { port: (server.address() as AddressInfo).port, seen, gone };
}

/** Starts a program that lives on and holds all that it was given; ends when that one is there. */
function leavesBehind(port: number, then: string): string[] {
  const behind = `require('node:net').connect(${port}, '127.0.0.1').on('connect', () => process.send('there')).on('error', () => undefined).resume();`;
  const code = `const behind = require('node:child_process').spawn(process.execPath, ['-e', ${JSON.stringify(behind)}], { stdio: ['inherit', 'inherit', 'inherit', 'ipc'] });
    behind.on('message', () => { ${then} });`;
  return [process.execPath, '-e', code];
}

describe('a command that leaves something running', () => {
  it('is believed shortly after its end, and what it left is killed', async () => {
    const { port, gone } = await watch();
    const { ask, clock } = await bench(leavesBehind(port, "console.log('a.b.c'); process.exit();"));
    const asked = ask();
    await until(() => clock.armed === 1);
    await clock.advance(250);
    expect(await asked).toBe('a.b.c');
    await gone;
    expect(clock.armed).toBe(0);
  });

  it('and fails says so shortly after its end, and what it left is killed', async () => {
    const { port, gone } = await watch();
    const { ask, clock } = await bench(leavesBehind(port, "console.error('hush'); process.exit(3);"));
    const asked = ask();
    asked.catch(() => undefined);
    await until(() => clock.armed === 1);
    await clock.advance(250);
    await expect(asked).rejects.toThrow('exit code 3 and 5 bytes (1 lines) on stderr');
    await gone;
  });

  it('is given up when nobody wants the token any more, and all of it is killed', async () => {
    const { port, gone } = await watch();
    const { ask, clock } = await bench(leavesBehind(port, 'process.exit();'));
    const leaving = new AbortController();
    const asked = ask(leaving.signal);
    asked.catch(() => undefined);
    await until(() => clock.armed === 1);
    leaving.abort(new Error('the bridge is stopping'));
    await expect(asked).rejects.toThrow('the bridge is stopping');
    await gone;
    expect(clock.armed).toBe(0);
  });

  it.runIf(process.platform !== 'win32')('may be a shell', async () => {
    const { ask, clock } = await bench(['sh', '-c', 'sleep 17 & echo a.b.c']);
    const asked = ask();
    await until(() => clock.armed === 1);
    await clock.advance(250);
    expect(await asked).toBe('a.b.c');
  });
});

describe('a command that cannot be started', () => {
  it.each(['EMFILE', 'ENFILE'])('for want of files, and so has no streams, says so: %s', async (code) => {
    const child = new ChildProcess();
    const noFiles = (() => {
      process.nextTick(() => child.emit('error', Object.assign(new Error('hush'), { code, spawnargs: ['hush'] })));
      return child;
    }) as unknown as typeof spawn;
    const { ask } = await bench(['./sign', 'hush'], { spawn: noFiles });
    const error = await ask().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(MemberAuthError);
    expect(error).toMatchObject({ message: `the command of memberAuthToken cannot be started (${code})` });
    expect((error as Error).cause).toBeUndefined();
    expect(child.emit('error', new Error('once more'))).toBe(true);
  });

  it.each([
    ['that is not there', ['./hush'], 'ENOENT'],
    ['below a file', ['./trunkline.yaml/hush'], 'ENOTDIR'],
    ['that is no program', ['./trunkline.yaml', 'hush'], 'EACCES'],
    ['with too long an argument', ['sh', 'hush'.repeat(1_000_000)], 'E2BIG'],
    ['with a NUL in an argument', ['sh', 'hush\0'], 'ERR_INVALID_ARG_VALUE'],
    ['without a name', [''], 'ERR_INVALID_ARG_VALUE'],
  ])('says so and repeats nothing: one %s', async (_what, command, code) => {
    const { ask, clock } = await bench(command);
    const error = await ask().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(MemberAuthError);
    const reason = process.platform === 'win32' ? /cannot be started/ : `cannot be started (${code})`;
    expect((error as Error).message).toMatch(reason);
    expect([(error as Error).cause, clock.armed]).toEqual([undefined, 0]);
    expect((error as Error).message).not.toContain('hush');
  });
});
