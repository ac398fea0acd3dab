import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { importsOf } from './module-imports.ts';
import { readText, root } from './repository.ts';
import { productionFiles } from './source-file.ts';

/** What must be there. */
const REQUIRED_PATHS: readonly string[] = [
  'package.json',
  'turbo.json',
  'tsconfig.base.json',
  'packages/core',
  'packages/adapter-http',
  'packages/adapter-slack',
  'packages/adapter-sms',
  'apps/bridge',
  'README.md',
];

/** What production code must import. */
const REQUIRED_IMPORTS: readonly string[] = ['@slack/bolt', 'twilio', 'undici', 'ws', 'zod'];

/** What the scripts of the root must run. */
const REQUIRED_COMMANDS: readonly string[] = ['turbo', 'vitest'];

function missingPaths(required: readonly string[], exists: (path: string) => boolean): readonly string[] {
  return required.filter((path) => !exists(path));
}

/** Which packages no module needs while the program runs. */
function unusedPackages(required: readonly string[], modules: readonly string[]): readonly string[] {
  const used = modules
    .flatMap(importsOf)
    .filter(({ typeOnly }) => !typeOnly)
    .map(({ specifier }) => specifier ?? '');
  return required.filter((name) => !used.some((specifier) => specifier === name || specifier.startsWith(`${name}/`)));
}

/** Which commands none of the scripts begins with, alone or after another one. */
function commandsNotRun(required: readonly string[], scripts: Readonly<Record<string, string>>): readonly string[] {
  const run = Object.values(scripts).flatMap((script) => script.split(/&&|\|\||;/).map((part) => part.trim()));
  return required.filter((command) => !run.some((part) => part === command || part.startsWith(`${command} `)));
}

it('what must exist exists', () => {
  expect(missingPaths(REQUIRED_PATHS, (path) => existsSync(join(root, path)))).toEqual([]);
});

it('the packages that must be used are imported by production code', () => {
  const modules = productionFiles()
    .filter(({ path }) => !path.startsWith('packages/sandbox/'))
    .map(({ text }) => text);
  expect(unusedPackages(REQUIRED_IMPORTS, modules)).toEqual([]);
});

it('the root scripts run turbo and vitest', () => {
  const { scripts } = JSON.parse(readText('package.json')) as { readonly scripts: Readonly<Record<string, string>> };
  expect(commandsNotRun(REQUIRED_COMMANDS, scripts)).toEqual([]);
});

it('notices what is missing', () => {
  expect(missingPaths(['here', 'gone'], (path) => path === 'here')).toEqual(['gone']);
  const modules = ["import { z } from 'zod/v4';", "import type { Agent } from 'undici'; const ws = 'ws';"];
  expect(unusedPackages(['undici', 'ws', 'zod'], modules)).toEqual(['undici', 'ws']);
  expect(commandsNotRun(['turbo', 'vitest'], { a: 'echo turbo', b: 'npm ci && vitest run' })).toEqual(['turbo']);
});
