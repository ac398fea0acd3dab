import type { Command } from 'commander';
import { EXAMPLES } from './examples.ts';

/** A command with its description and its examples. */
export function described(command: Command, description: string, name: keyof typeof EXAMPLES): Command {
  return command.description(description).addHelpText('after', `\nExamples:\n${EXAMPLES[name]}`);
}
