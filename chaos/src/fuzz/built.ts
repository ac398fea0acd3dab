import { pathToFileURL } from 'node:url';
import { inRepository } from '@trunkline/bench/repository';

/** A module as it is built, which no package has to publish for the sake of this. The caller says what it takes it for. */
export async function built<Module>(path: string): Promise<Module> {
  return (await import(pathToFileURL(inRepository(path)).href)) as Module;
}
