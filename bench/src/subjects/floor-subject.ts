import { freePort } from './free-port.ts';
import { Program } from './program.ts';
import { untilReady } from './ready.ts';
import { inRepository } from './repository.ts';
import { API_KEY, type Subject, type SubjectSettings, WEBHOOK_SECRET } from './subject.ts';

/** The bare relay. */
export async function createFloor({ api, webhook, nodeFlags = [] }: SubjectSettings): Promise<Subject> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const file = inRepository('bench/dist/floor.js');
  const args = [
    `--port=${port}`,
    `--api=${api}`,
    `--webhook=${webhook}`,
    `--secret=${WEBHOOK_SECRET}`,
    `--key=${API_KEY}`,
  ];
  let program: Program | null = null;
  return {
    name: 'floor',
    url,
    database: null,
    get pid() {
      return program?.pid ?? 0;
    },
    async start() {
      program = new Program([...nodeFlags, file, ...args], inRepository('.'));
      return await untilReady(program, url);
    },
    async kill() {
      await program?.kill('SIGKILL');
    },
    async close() {
      if (program?.running) await program.kill('SIGTERM');
    },
  };
}
