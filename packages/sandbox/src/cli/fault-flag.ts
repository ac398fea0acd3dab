import { InvalidArgumentError } from 'commander';
import { z } from 'zod';

/** Parses a flag that may be repeated: one more rule to those of earlier flags. */
export function faultFlag<Rule>(shape: z.ZodType<Rule>): (text: string, earlier?: readonly Rule[]) => readonly Rule[] {
  return (text, earlier = []) => {
    const parsed = shape.safeParse(parseJson(text));
    if (!parsed.success) throw new InvalidArgumentError(`\n${z.prettifyError(parsed.error)}`);
    return [...earlier, parsed.data];
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new InvalidArgumentError(error instanceof Error ? error.message : String(error));
  }
}
