import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { guideFile } from './doc-fences.ts';

const run = promisify(execFile);
const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const EXAMPLE = join(ROOT, 'examples/custom-adapter');
/** What core needs of others. Packed as it is installed here, so that nothing has to be fetched. */
const OTHERS = ['zod', 'ws', 'undici'].map((name) => join(ROOT, 'node_modules', name));

/** A project outside of the repository into which packed packages were installed, as anybody would. */
export interface PackedProject {
  readonly folder: string;
  remove(): Promise<void>;
}

/**
 * Packs core, installs it, compiles the example against what was installed, packs and installs that too, and the package
 * that the guide shows. Needs the build of core, npm, and neither a network nor a cache.
 */
export async function packedProject(): Promise<PackedProject> {
  const folder = await mkdtemp(join(tmpdir(), 'trunkline-packed-'));
  const npm = (...args: readonly string[]) => runNpm(folder, args);
  try {
    await mkdir(join(folder, 'packed'));
    await writeFile(join(folder, 'package.json'), '{ "name": "my-channels", "private": true, "type": "module" }');
    await npm('pack', '--pack-destination', 'packed', join(ROOT, 'packages/core'), ...OTHERS);
    await npm('install', ...(await tarballs(folder)));
    await buildExample(folder);
    await buildPager(folder);
    await npm('pack', '--pack-destination', 'packed', './telegram', './pager');
    await npm('install', ...(await tarballs(folder)));
    for (const source of ['telegram', 'pager', 'packed']) await rm(join(folder, source), { recursive: true });
  } catch (error) {
    await rm(folder, { recursive: true });
    throw error;
  }
  return { folder, remove: () => rm(folder, { recursive: true }) };
}

async function tarballs(folder: string): Promise<readonly string[]> {
  return (await readdir(join(folder, 'packed'))).map((name) => `./packed/${name}`);
}

/** The example as its own build makes it, but with the types of the core that was installed. */
async function buildExample(folder: string): Promise<void> {
  const place = join(folder, 'telegram');
  await mkdir(place);
  for (const name of ['package.json', 'src']) await cp(join(EXAMPLE, name), join(place, name), { recursive: true });
  const config = {
    extends: join(ROOT, 'tsconfig.base.json'),
    compilerOptions: { rootDir: 'src', outDir: 'dist', typeRoots: [join(ROOT, 'node_modules/@types')] },
    include: ['src'],
    exclude: ['src/**/*.test.ts'],
  };
  await writeFile(join(place, 'tsconfig.json'), JSON.stringify(config));
  await run(process.execPath, [join(ROOT, 'node_modules/typescript/bin/tsc'), '-p', place]).catch(explained);
}

/** The package of the guide, as it stands there. */
async function buildPager(folder: string): Promise<void> {
  const place = join(folder, 'pager');
  await mkdir(place);
  for (const name of ['package.json', 'pager-adapter.mjs']) await writeFile(join(place, name), guideFile(name));
}

/** Without the settings of an npm that may have started this process, and with an empty cache. */
async function runNpm(folder: string, args: readonly string[]): Promise<void> {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name)));
  const cache = join(folder, '.npm-cache');
  const always = ['--offline', '--ignore-scripts', '--no-audit', '--no-fund', '--cache', cache, '--loglevel', 'error'];
  await run('npm', [...args, ...always], { cwd: folder, env, shell: process.platform === 'win32' }).catch(explained);
}

function explained(error: Error & { readonly stdout?: string; readonly stderr?: string }): never {
  throw new Error([error.message, error.stdout, error.stderr].join('\n'), { cause: error });
}
