import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readText, root, workspaces } from './repository.ts';

interface Manifest {
  readonly license?: string;
  readonly type?: string;
  readonly engines?: { readonly node?: string };
  readonly exports?: Readonly<Record<string, string | Readonly<Record<string, string>>>>;
}

const SOURCE = '@trunkline/source';

/** What a workspace's package.json lacks. `exists` answers for paths below the workspace. */
function manifestProblems(manifest: Manifest, exists: (path: string) => boolean): readonly string[] {
  const entries = Object.entries(manifest.exports ?? {});
  return [
    ...(manifest.license === 'Apache-2.0' ? [] : ['license is not Apache-2.0']),
    ...(manifest.type === 'module' ? [] : ['type is not module']),
    ...(manifest.engines?.node === '>=20' ? [] : ['engines.node is not >=20']),
    ...(entries.length > 0 ? [] : ['exports is missing']),
    ...entries.flatMap(([entry, target]) => {
      if (typeof target === 'string') return exists(target) ? [] : [`${entry} leads to ${target}, which is not there`];
      const [first, source] = Object.entries(target)[0] ?? [];
      if (first !== SOURCE) return [`${entry} does not begin with ${SOURCE}`];
      return source !== undefined && exists(source) ? [] : [`${entry} has no source at ${source}`];
    }),
  ];
}

it.each(workspaces())('the manifest of %s is complete', (workspace) => {
  const manifest = JSON.parse(readText(`${workspace}/package.json`)) as Manifest;
  expect(manifestProblems(manifest, (path) => existsSync(join(root, workspace, path)))).toEqual([]);
  if (workspace.startsWith('packages/')) expect(Object.keys(manifest.exports ?? {})).toContain('.');
});

it('notices what is missing or in the wrong order', () => {
  const entry = { [SOURCE]: './src/index.ts', default: './dist/index.js' };
  const good: Manifest = {
    license: 'Apache-2.0',
    type: 'module',
    engines: { node: '>=20' },
    exports: { '.': entry },
  };
  const everything = () => true;
  expect(manifestProblems(good, everything)).toEqual([]);
  expect(manifestProblems(good, () => false)).toHaveLength(1);
  expect(manifestProblems({}, everything)).toHaveLength(4);
  const reversed = { default: './dist/index.js', [SOURCE]: './src/index.ts' };
  expect(manifestProblems({ ...good, exports: { '.': reversed } }, everything)).toHaveLength(1);
});
