import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
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
    const url = /^Genesys sandbox on (http:\/\/127\.0\.0\.1:\d+) \(agent: none\)\n/.exec(line)?.[1];
    expect((await fetch(`${url}/_sandbox/healthz`)).status).toBe(200);
    sandbox.kill(signal);
    const { stdout, ...rest } = await sandbox.ended;
    expect(rest).toEqual({ code: 0, stderr: '' });
    expect(stdout.split('\n')[1]).toBe(`The agents' desk: ${url}/_sandbox/desk`);
  });

  it('plays a script and serves the desk from the built package', async () => {
    const script = join(mkdtempSync(join(tmpdir(), 'main-')), 'agent.yaml');
    onTestFinished(() => rmSync(dirname(script), { recursive: true }));
    writeFileSync(script, 'steps: [accept]');
    const sandbox = run('genesys', '--port', '0', '--script', script);
    const url = /on (\S+) \(agent: script, else echo\)/.exec(await sandbox.firstLine)?.[1];
    expect(await (await fetch(`${url}/_sandbox/script`)).json()).toEqual({ steps: ['accept'] });
    expect((await fetch(`${url}/_sandbox/desk/app.js`)).headers.get('content-type')).toContain('javascript');
  });

  it('plays Slack, and serves its page from the built package', async () => {
    const sandbox = run('slack', '--port', '0');
    const url = /^Slack sandbox on (http:\/\/127\.0\.0\.1:\d+) \(mode: socket\)\n/.exec(await sandbox.firstLine)?.[1];
    expect((await fetch(`${url}/_sandbox/slack/app.js`)).headers.get('content-type')).toContain('javascript');
    expect(await (await fetch(`${url}/api/auth.test`)).json()).toEqual({ ok: false, error: 'not_authed' });
    sandbox.kill('SIGTERM');
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
    [['slack', '--events-url', 'nowhere'], 'Not an http or https address'],
    [['genesys', '--agent', 'robot'], '--agent'],
    [['genesys', '--port', 'http'], 'Not a port'],
    [['genesys', '--colour', 'red'], "unknown option '--colour'"],
    [['genesys', '--knobs-file', '/nowhere/knobs.json'], '/nowhere/knobs.json'],
    [['genesys', '--script', '/nowhere/agent.yaml'], '/nowhere/agent.yaml'],
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
