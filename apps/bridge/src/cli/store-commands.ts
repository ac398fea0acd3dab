import { randomUUID } from 'node:crypto';
import { closeSync, fsyncSync, openSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Logger, nodeId } from '@trunkline/core';
import { openPlannedStore } from '../compose/open-planned-store.ts';
import { planReader } from '../compose/plan-bridge.ts';
import { CommandError } from './command-error.ts';
import type { CliIo } from './io.ts';
import type { ConfigOption } from './options.ts';
import { withReader } from './with-reader.ts';

const silent: Logger = { debug() {}, info() {}, warn() {}, error() {} };
/** How often progress is shown. */
const STEPS = 20;

/** A whole copy of the store, of one moment, also while the bridge writes. */
export async function backUpStore(file: string, { config }: ConfigOption, io: CliIo): Promise<void> {
  const path = resolve(io.cwd, file);
  await withReader(config, io, async (store) => {
    if (store.backup === undefined)
      throw new CommandError('this store has no backups of its own; use those of its database');
    createPrivately(path, file);
    try {
      await store.backup(path);
      sync(path);
    } catch (error) {
      rmSync(path, { force: true });
      throw error;
    }
  });
  io.stdout.write(`${file} holds the whole store as of now\n`);
}

/** Encrypts with the config's first key whatever is not. */
export async function rekeyStore({ config: file }: ConfigOption, io: CliIo): Promise<void> {
  const { store: planned } = await planReader({ file, cwd: io.cwd }, io.environment, io.wiring);
  if (planned.encryptionKeys === undefined)
    throw new CommandError('the config has no store.encryptionKey to encrypt with');
  const runtime = { role: 'owner', node: nodeId(randomUUID()), clock: io.clock, logger: silent } as const;
  const store = await openPlannedStore(planned, runtime);
  try {
    if (store.rekey === undefined) throw new CommandError('this store encrypts nothing');
    let shown = 0;
    await store.rekey((done, all) => {
      const step = all === 0 ? STEPS : Math.floor((done / all) * STEPS);
      if (step > shown) io.stderr.write(`${Math.round((step / STEPS) * 100)} %: ${done} of ${all} rows\n`);
      shown = step;
    });
  } finally {
    await store.close();
  }
  io.stdout.write('everything is encrypted with the first key; the others are not needed any more\n');
}

/** What was said is nobody else's business. A file that is there is left alone. */
function createPrivately(path: string, named: string): void {
  try {
    closeSync(openSync(path, 'wx', 0o600));
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new CommandError(
      code === 'EEXIST' ? `${named} is there already; name a new file` : `${named} cannot be made (${code})`,
    );
  }
}

/** The copy is on the disk before anybody is told so. */
function sync(path: string): void {
  const descriptor = openSync(path, 'r+');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
