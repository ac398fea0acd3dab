import { readdir, readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';

const folder = new URL('./', import.meta.url);
const IMPORT = /^(?:import|export)\s+(type\s)?[^;]*?from '([^']+)';/gms;

it('needs nothing but itself, so that a browser can load it as it is', async () => {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'));
  expect(names).toContain('index.ts');
  for (const name of names) {
    const text = await readFile(new URL(name, folder), 'utf8');
    const imports = [...text.matchAll(IMPORT)].map(([, typeOnly, from = '']) => ({ typeOnly, from }));
    const elsewhere = imports.filter(({ typeOnly, from }) => typeOnly === undefined && !/^\.\/[\w-]+\.ts$/.test(from));
    expect(elsewhere, name).toEqual([]);
    expect(text, name).not.toMatch(/\b(process|Buffer|require|setImmediate|__dirname)\b|node:/);
  }
});

it('shows types that lean on nothing but themselves', async () => {
  const types = await readFile(new URL('../event-types.ts', folder), 'utf8');
  expect([...types.matchAll(IMPORT)]).toEqual([]);
});
