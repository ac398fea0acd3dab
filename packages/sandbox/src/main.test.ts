import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { sandboxForTest } from '../test/sandbox.ts';

const main = fileURLToPath(new URL('../dist/main.js', import.meta.url));

interface Run {
  /** The first line on stdout; rejects when it ends without one. */
  readonly firstLine: Promise<string>;
  readonly ended: Promise<{ code: number | null; stdout: string; stderr: string }>;
  kill(signal: NodeJS.Signals): void;
}

function run(...args: readonly string[]): Run {
  if (!existsSync(main)) throw new Error(`${main} is missing: run "npm run build" first`);
  const child = spawn(process.execPath, [main, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  let stdout = '';
  let stderr = '';
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  const firstLine = new Promise<string>((resolve, reject) => {
    child.stdout.on('data', (chunk) => {
      stdout += chunk;
      if (stdout.includes('\n')) resolve(stdout);
    });
    child.once('close', () => reject(new Error(`ended without a line: ${stderr}`)));
  });
  firstLine.catch(() => {});
  const ended = once(child, 'close').then(([code]) => ({ code, stdout, stderr }));
  return { firstLine, ended, kill: (signal) => child.kill(signal) };
}

describe('the command line', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)('says where it listens, and ends with 0 on %s', async (signal) => {
    const sandbox = run('genesys', '--port', '0', '--agent', 'none');
    const line = await sandbox.firstLine;
    const url = /^Genesys sandbox on (http:\/\/127\.0\.0\.1:\d+) \(agent: none\)\n$/.exec(line)?.[1];
    expect((await fetch(`${url}/_sandbox/healthz`)).status).toBe(200);
    sandbox.kill(signal);
    expect(await sandbox.ended).toMatchObject({ code: 0, stderr: '' });
  });

  it('ends with 1 and the remedy when the port is in use', async () => {
    const { port } = await sandboxForTest();
    expect(await run('genesys', '--port', String(port)).ended).toEqual({
      code: 1,
      stdout: '',
      stderr: `trunkline-sandbox: port ${port} on 127.0.0.1 is in use: stop the program that holds it, or choose another port with --port\n`,
    });
  });

  it.each([
    [[], 'Usage:'],
    [['twilio', '--port', '0'], "unknown command 'twilio'"],
    [['slack'], "unknown command 'slack'"],
    [['genesys', '--agent', 'robot'], '--agent'],
    [['genesys', '--port', 'http'], 'Not a port'],
    [['genesys', '--colour', 'red'], "unknown option '--colour'"],
    [['genesys', '--knobs-file', '/nowhere/knobs.json'], '/nowhere/knobs.json'],
  ])('ends with 2 for %j', async (args, complaint) => {
    const { code, stderr } = await run(...args).ended;
    expect(code).toBe(2);
    expect(stderr).toContain(complaint);
  });

  it('helps', async () => {
    const { code, stdout } = await run('genesys', '--help').ended;
    expect(code).toBe(0);
    expect(stdout).toContain('--activation-delay <ms>');
  });
});
