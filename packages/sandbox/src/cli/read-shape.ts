import { readFileSync } from 'node:fs';
import { InvalidArgumentError } from 'commander';
import { z } from 'zod';

/** Reads a file of JSON. Throws commander's InvalidArgumentError, which names the option and the file's fault. */
export function readShape<T>(path: string, shape: z.ZodType<T>): T {
  const parsed = shape.safeParse(readJson(path));
  if (!parsed.success) throw new InvalidArgumentError(`${path}:\n${z.prettifyError(parsed.error)}`);
  return parsed.data;
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new InvalidArgumentError(`${path}: ${error instanceof Error ? error.message : error}`);
  }
}
