import { readFileSync } from 'node:fs';
import { extname } from 'node:path';
import { InvalidArgumentError } from 'commander';
import { parse } from 'yaml';
import type { AgentScript } from '../genesys/agent-script/agent-script.ts';
import { parseScript } from '../genesys/agent-script/parse-script.ts';

/** Reads a script in JSON (`.json`) or YAML. Throws commander's InvalidArgumentError, which names each fault. */
export function readScriptFile(path: string): AgentScript {
  try {
    const text = readFileSync(path, 'utf8');
    const script: unknown = extname(path) === '.json' ? JSON.parse(text) : parse(text);
    parseScript(script);
    return script as AgentScript;
  } catch (error) {
    throw new InvalidArgumentError(`${path}:\n${error instanceof Error ? error.message : error}`);
  }
}
