import { posix } from 'node:path';
import { expect, it } from 'vitest';
import { importsOf, type ModuleImport } from './module-imports.ts';
import type { TextFile } from './repository.ts';
import { type Place, placeOf, sourceFiles } from './source-file.ts';

/** Which folders of core a folder of core may look into. `index.ts` publishes; tests may use `testing` besides. */
const CORE: Readonly<Record<string, readonly string[]>> = {
  domain: ['domain'],
  contracts: ['contracts', 'domain'],
  session: ['session', 'contracts', 'domain', 'engine/trace.ts'],
  engine: ['engine', 'session', 'contracts', 'domain'],
  net: ['net', 'domain'],
  'guest-chat': ['guest-chat', 'net', 'contracts', 'domain'],
  testing: ['testing', 'engine', 'session', 'contracts', 'domain'],
  'index.ts': ['engine', 'net', 'contracts', 'domain'],
};
const CORE_DEPENDENCIES: readonly string[] = ['undici', 'ws', 'zod'];
/** Folders of core that know nothing of the platform, and what else they may take types from. */
const WITHOUT_PLATFORM: Readonly<Record<string, readonly string[]>> = { domain: [], contracts: ['zod'], session: [] };
/** Concrete packages: named by the wiring, and the sandbox by the demo. */
const CONCRETE = /^@trunkline\/(?:(?:adapter|store|genesys)-|sandbox(\/|$)|core\/guest-chat$)/;
const SANDBOX = /^@trunkline\/sandbox(\/|$)/;
/** Where a module to import is found out while the program runs. */
const COMPUTES_IMPORTS: readonly string[] = ['apps/bridge/src/wiring.ts', 'packages/store-sqlite/src/load-sqlite.ts'];

/** What one file imports and must not, one line each. */
function forbiddenImports({ path, text }: TextFile): readonly string[] {
  const place = placeOf(path);
  if (place === null) return [];
  return importsOf(text).flatMap((one) => {
    const why = whyNot(path, place, one);
    return why === null ? [] : [`${path}:${one.line} imports ${one.specifier ?? 'something computed'}: ${why}`];
  });
}

function whyNot(path: string, place: Place, one: ModuleImport): string | null {
  const { specifier } = one;
  if (specifier === null) return COMPUTES_IMPORTS.includes(path) || place.isTest ? null : 'computed imports hide';
  if (specifier.startsWith('.')) return relative(path, place, { ...one, specifier });
  if (specifier.startsWith('@trunkline/')) return ours(path, place, specifier);
  return place.workspace === 'packages/core' && !place.isTest ? foreignInCore(place, { ...one, specifier }) : null;
}

type Known = ModuleImport & { readonly specifier: string };

function relative(path: string, place: Place, { specifier, typeOnly }: Known): string | null {
  const target = posix.join(posix.dirname(path), specifier);
  if (!target.startsWith(`${place.workspace}/`)) return 'other packages are imported by name';
  const inside = target.slice(`${place.workspace}/src/`.length);
  if (place.workspace !== 'packages/core' || (place.isTest && !inside.startsWith('guest-chat/'))) return null;
  const allowed = CORE[place.area] ?? [];
  if (!allowed.some((folder) => inside === folder || inside.startsWith(`${folder}/`)))
    return `${place.area} sees ${allowed.join(', ')} only`;
  const typesOnly = place.area === 'session' && /^(contracts|engine)\//.test(inside);
  return typesOnly && !typeOnly ? 'session takes only types from there' : null;
}

function ours(path: string, { workspace, area, isTest }: Place, specifier: string): string | null {
  if (workspace === 'packages/core') return 'core imports nothing of ours';
  if (workspace === 'packages/sandbox') return 'the sandbox imports nothing of ours, so that it cannot share a mistake';
  if (specifier === '@trunkline/core') return null;
  if (specifier === '@trunkline/core/testing') return isTest ? null : 'only tests use it';
  if (workspace !== 'apps/bridge') return 'adapters, stores and transports import core and nothing else of ours';
  if (!CONCRETE.test(specifier)) return 'there is no such package';
  if (isTest || path === 'apps/bridge/src/wiring.ts') return null;
  return area === 'demo' && SANDBOX.test(specifier) ? null : 'only the wiring knows concrete packages';
}

function foreignInCore({ area }: Place, { specifier, typeOnly }: Known): string | null {
  const types = WITHOUT_PLATFORM[area];
  if (types !== undefined) return typeOnly && types.includes(specifier) ? null : `${area} depends on nothing`;
  if (specifier === 'node:module') return 'it would be a way around this check';
  if (specifier.startsWith('node:') || CORE_DEPENDENCIES.includes(specifier)) return null;
  return `core depends on ${CORE_DEPENDENCIES.join(', ')} and Node only`;
}

it('everybody imports only whom they may', () => {
  expect(sourceFiles().flatMap(forbiddenImports)).toEqual([]);
});

it.each([
  ['packages/core/src/engine/a.ts', "import { createGuestChat } from '../guest-chat/index.ts';"],
  ['packages/core/src/engine/a.test.ts', "import { createGuestChat } from '../guest-chat/index.ts';"],
  ['packages/core/src/guest-chat/a.ts', "import type { Engine } from '../engine/engine-options.ts';"],
  ['packages/core/src/session/a.ts', "import { createHash } from 'node:crypto';"],
  ['packages/core/src/session/a.ts', "import { freshId } from '../engine/ids.ts';"],
  ['packages/core/src/session/a.ts', "import { defineAdapter } from '../contracts/adapter-definition.ts';"],
  ['packages/core/src/domain/a.ts', "import type { Clock } from '../contracts/runtime.ts';"],
  ['packages/core/src/contracts/a.ts', "import { z } from 'zod';"],
  ['packages/core/src/contracts/a.ts', "type A = import('node:http').Server;"],
  ['packages/core/src/engine/a.ts', "import pino from 'pino';"],
  ['packages/core/src/engine/a.ts', "const a = await import('fastify');"],
  ['packages/core/src/engine/a.ts', "const a = require('fastify');"],
  ['packages/core/src/engine/a.ts', 'const a = await import(name);'],
  ['packages/core/src/engine/a.ts', "import { createRequire } from 'node:module';"],
  ['packages/core/src/index.ts', "export * from '@trunkline/sandbox';"],
  ['packages/adapter-http/src/a.ts', "export { thing } from '@trunkline/store-sqlite';"],
  ['packages/adapter-http/src/a.ts', "import { createGuestChat } from '@trunkline/core/guest-chat';"],
  ['packages/adapter-http/src/a.ts', "import { ManualClock } from '@trunkline/core/testing';"],
  ['packages/store-sqlite/src/a.ts', "import { x } from '../../core/src/engine/ids.ts';"],
  ['packages/sandbox/src/a.test.ts', "import type { Message } from '@trunkline/core';"],
  ['apps/bridge/src/compose/a.ts', "await import('@trunkline/adapter-http');"],
  ['apps/bridge/src/demo/a.ts', "import '@trunkline/store-sqlite';"],
])('refuses in %s: %s', (path, text) => {
  expect(forbiddenImports({ path, text })).toHaveLength(1);
});

it.each([
  ['packages/core/src/session/a.ts', "import type { TraceEvent } from '../engine/trace.ts';"],
  ['packages/core/src/session/a.ts', "import { type MessageId, messageId } from '../domain/ids.ts';"],
  ['packages/core/src/contracts/a.ts', "import type { ZodType } from 'zod';"],
  ['packages/core/src/engine/a.test.ts', "import { ManualClock } from '../testing/manual-clock.ts';"],
  ['packages/adapter-http/src/a.test.ts', "import { ManualClock } from '@trunkline/core/testing';"],
  ['apps/bridge/src/wiring.ts', "import('@trunkline/core/guest-chat');"],
  ['apps/bridge/src/demo/a.ts', "import { startGenesys } from '@trunkline/sandbox';"],
])('allows in %s: %s', (path, text) => {
  expect(forbiddenImports({ path, text })).toEqual([]);
});
