import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { loadModule } from './load-module.ts';

const folders: string[] = [];
afterEach(async () => {
  await Promise.all(folders.splice(0).map((folder) => rm(folder, { recursive: true, force: true })));
});

const importModule = (specifier: string): Promise<unknown> => import(/* @vite-ignore */ specifier);
const source = { importModule, importTimeoutMs: 10_000 };

async function folderWith(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'trunkline-module-'));
  folders.push(folder);
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text);
  }
  return folder;
}

const module = 'export const adapter = 1;';

describe('a module', () => {
  it.each<[string, object]>([
    ['exports text', { exports: './lib/a.js' }],
    ['exports by condition', { exports: { '.': { types: './a.d.ts', require: './no.cjs', import: './lib/a.js' } } }],
    ['exports nested', { exports: { node: { default: './lib/a.js' } } }],
    ['main', { main: 'lib/a.js' }],
  ])('is found in a package beside the config file: %s', async (_how, manifest) => {
    const folder = await folderWith({
      'node_modules/@acme/pager/package.json': JSON.stringify({ name: '@acme/pager', type: 'module', ...manifest }),
      'node_modules/@acme/pager/lib/a.js': module,
      'etc/trunkline.yaml': '',
    });
    const loaded = await loadModule('@acme/pager', { folder: join(folder, 'etc'), ...source });
    expect(loaded).toMatchObject({ outcome: 'loaded', exports: { adapter: 1 } });
  });

  it('is found by the path of a package, and beside the config file before one of the bridge', async () => {
    const manifest = JSON.stringify({ name: 'yaml', type: 'module', exports: './a.js' });
    const folder = await folderWith({ 'node_modules/yaml/package.json': manifest, 'node_modules/yaml/a.js': module });
    for (const specifier of ['./node_modules/yaml', 'yaml'])
      expect(await loadModule(specifier, { folder, ...source })).toMatchObject({ exports: { adapter: 1 } });
  });

  it('is found in a package of the bridge', async () => {
    const loaded = await loadModule('yaml', { folder: await folderWith({}), ...source });
    expect(loaded).toMatchObject({ outcome: 'loaded', exports: { parse: expect.any(Function) } });
  });

  it('is found by a relative and by an absolute path', async () => {
    const folder = await folderWith({ 'a dir/a.mjs': module });
    for (const path of ['./a dir/a.mjs', join(folder, 'a dir/a.mjs')])
      expect(await loadModule(path, { folder, ...source })).toMatchObject({ exports: { adapter: 1 } });
  });

  it.each(['@acme/none', 'acme-none', './none.mjs', '/none.mjs'])('is absent: %s', async (specifier) => {
    expect(await loadModule(specifier, { folder: await folderWith({}), ...source })).toEqual({ outcome: 'absent' });
  });

  it('is broken, not absent, when something that it imports is absent', async () => {
    const folder = await folderWith({ 'a.mjs': 'import "acme-none";' });
    expect(await loadModule('./a.mjs', { folder, ...source })).toMatchObject({ outcome: 'broken' });
  });

  it('is broken when it does not finish loading', async () => {
    const folder = await folderWith({ 'a.mjs': 'await new Promise(() => {});' });
    expect(await loadModule('./a.mjs', { folder, ...source, importTimeoutMs: 1 })).toEqual({
      outcome: 'broken',
      why: 'it was still loading after 1 ms',
    });
  });
});
