import { readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { FastifyInstance } from 'fastify';
import { wiring } from '../wiring.ts';

const MOUNT = '/client';

/** The browser client that the HTTP channel's package publishes, as it was built. */
export function clientModule(): URL {
  const specifier = `${wiring.adapters['http']?.package}/client`;
  return pathToFileURL(createRequire(import.meta.url).resolve(specifier));
}

/** Serves that module below `/client/`, with what it imports: its relative imports hold there, so nothing is bundled. */
export async function addClientFiles(app: FastifyInstance, entry: URL): Promise<void> {
  const names = (await readdir(new URL('./', entry))).filter((name) => name.endsWith('.js'));
  for (const name of names) {
    const bytes = await readFile(new URL(name, entry));
    const url = name === basename(entry.pathname) ? `${MOUNT}/index.js` : `${MOUNT}/${name}`;
    app.get(url, (_request, reply) => reply.type('text/javascript; charset=utf-8').send(bytes));
  }
}
