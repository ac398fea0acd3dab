import { fileURLToPath } from 'node:url';

const ROOT = new URL('../../../', import.meta.url);

/** A file of this repository, whether this module runs from its source or built. */
export function inRepository(path: string): string {
  return fileURLToPath(new URL(path, ROOT));
}
