import { execFile } from 'node:child_process';
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { type Fence, fencesOf, guide, guideFile } from '../test/doc-fences.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const SHOWN_FILES = ['pager-adapter.mjs', 'pager-adapter.test.mjs'];

/** A folder outside of the repository in which its packages can be imported. */
async function emptyProject(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'trunkline-guide-'));
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
  await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'), 'dir');
  return folder;
}

const nameOf = ({ file, line, language }: Fence): string => file ?? `line-${line}.${language}`;

/** JavaScript is checked against the types as far as a language without annotations can be. */
const LANGUAGES: Readonly<Record<string, object>> = {
  ts: {},
  js: { allowJs: true, checkJs: true, noImplicitAny: false, useUnknownInCatchVariables: false },
};

/** What the compiler says of blocks of code, each by its name and place in the page. */
async function typeErrors(fences: readonly Fence[]): Promise<readonly string[]> {
  const folder = await emptyProject();
  try {
    const errors: string[] = [];
    for (const [language, extra] of Object.entries(LANGUAGES)) {
      const checked = fences.filter((fence) => fence.language === language);
      for (const fence of checked) await writeFile(join(folder, nameOf(fence)), fence.text);
      const compilerOptions = {
        ...{ noEmit: true, isolatedDeclarations: false, declaration: false, declarationMap: false },
        ...{ customConditions: ['@trunkline/source'], allowImportingTsExtensions: true },
        ...{ rewriteRelativeImportExtensions: false, ...extra },
      };
      const config = { extends: join(ROOT, 'tsconfig.base.json'), compilerOptions, files: checked.map(nameOf) };
      await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(config));
      const said = await compile(folder);
      errors.push(...said.filter((line) => checked.some((fence) => line.startsWith(nameOf(fence)))));
    }
    return errors;
  } finally {
    await rm(folder, { recursive: true });
  }
}

function compile(folder: string): Promise<readonly string[]> {
  const tsc = join(ROOT, 'node_modules/typescript/bin/tsc');
  return new Promise((resolve) => {
    execFile(process.execPath, [tsc, '-p', '.', '--pretty', 'false'], { cwd: folder }, (_error, stdout) =>
      resolve(stdout.split('\n')),
    );
  });
}

describe('the guide to writing an adapter', () => {
  it('has only blocks that compile', { timeout: 60_000 }, async () => {
    expect(guide.filter(({ language }) => language === 'ts').length).toBeGreaterThan(5);
    expect(await typeErrors(guide)).toEqual([]);
  });

  it('would not compile with a wrong word in it', { timeout: 60_000 }, async () => {
    const wrong = guide.map((fence) => ({
      ...fence,
      text: fence.text.replaceAll("outcome: 'accepted'", "outcome: 'ok'"),
    }));
    const found = await typeErrors(wrong);
    expect(found.some((line) => line.startsWith('line-'))).toBe(true);
    expect(found.some((line) => line.startsWith('pager-adapter.mjs'))).toBe(true);
  });

  it('has no block that nobody checks', () => {
    const checked = guide.filter(({ language, file }) => language in LANGUAGES || file !== null);
    expect(guide.filter((fence) => !checked.includes(fence))).toEqual([]);
    // The rest is installed, packed and started by apps/bridge/test/custom-adapter.test.ts.
    const elsewhere = guide.filter(({ language }) => !(language in LANGUAGES)).map(({ file }) => file);
    expect(elsewhere).toEqual(['channels.yaml', 'package.json', 'channels-by-package.yaml']);
  });

  it('begins with an adapter of some forty lines', () => {
    const [first] = guide;
    expect(first?.file).toBe('pager-adapter.mjs');
    expect(first?.text.trimEnd().split('\n').length).toBeLessThanOrEqual(60);
  });
});

describe('the reading of a page', () => {
  it('finds blocks with their language, file and place', () => {
    const page = 'a\n\n```js file=a.mjs\nlet a;\n```\n\n```ts\nlet b;\n```\n';
    expect(fencesOf(page)).toEqual([
      { language: 'js', file: 'a.mjs', text: 'let a;\n', line: 4 },
      { language: 'ts', file: null, text: 'let b;\n', line: 8 },
    ]);
    expect(() => fencesOf('```ts\nlet a;\n')).toThrow('does not end');
  });
});

/** The guide's own test of the guide's own adapter, run as it stands there. */
const project = await emptyProject();
for (const file of SHOWN_FILES) await writeFile(join(project, file), guideFile(file));
afterAll(() => rm(project, { recursive: true }));
describe('the first adapter of the guide', async () => {
  await import(/* @vite-ignore */ pathToFileURL(join(project, 'pager-adapter.test.mjs')).href);
});
