import { Command, InvalidArgumentError, Option } from 'commander';
import { z } from 'zod';
import type { AgentScript } from '../genesys/agent-script/agent-script.ts';
import type { FaultRule } from '../genesys/faults/fault-rule.ts';
import type { Knobs } from '../genesys/knobs.ts';
import { defaultKnobs, someKnobs } from '../genesys/knobs.ts';
import type { GenesysOptions } from '../genesys/start-genesys.ts';
import { addFault } from './fault-flag.ts';
import { knobFlags } from './knob-flags.ts';
import type { KnobsFile } from './knobs-file.ts';
import { readKnobsFile } from './knobs-file.ts';
import { readScriptFile } from './script-file.ts';

/** What the command line asked for. */
export interface GenesysInvocation {
  readonly options: GenesysOptions;
  readonly trace: boolean;
}

const examples = `
Examples:
  $ trunkline-sandbox genesys --port 4010 --agent echo
  $ trunkline-sandbox genesys --agent desk --grace 5000 --trace
  $ trunkline-sandbox genesys --knobs-file knobs.json
      {"knobs": {"graceMs": 5000}, "deployments": [{"id": "d1", "queues": ["Support"]}]}
  $ trunkline-sandbox genesys --fault '{"operation": "message", "effect": "resetAfterWrite", "times": 3}'
  $ trunkline-sandbox genesys --script agent.yaml
      {repeat: true, steps: [accept, {waitFor: guestMessage}, type, {wait: 800}, {say: "You said: {text}"}]}

While it runs, the agents' desk is a page at /_sandbox/desk, and the control API is under /_sandbox: conversations, the
agent's hands, faults, events.`;

interface GivenOptions {
  readonly port: number;
  readonly host: string;
  readonly knobsFile?: KnobsFile;
  readonly script?: AgentScript;
  readonly fault?: readonly FaultRule[];
  readonly trace?: boolean;
}

/** The command `genesys`: reads its arguments and hands them to `run`. */
export function genesysCommand(run: (invocation: GenesysInvocation) => Promise<void>): Command {
  const command = new Command('genesys')
    .description('play the guest chat of Genesys Cloud')
    .option('--port <n>', 'listen here; 0 takes a free port', parsePort, 4010)
    .option('--host <address>', 'listen on this address', '127.0.0.1')
    .option('--knobs-file <file>', 'JSON with {"knobs", "deployments", "faults"}; flags win over it', readKnobsFile)
    .option('--script <file>', 'JSON or YAML: what the agent does in the chats that it fits', readScriptFile)
    .option('--fault <json>', 'a fault rule as POST /_sandbox/faults takes it; may be repeated', addFault)
    .option('--trace', 'print what happens on the wire to stderr, as JSON lines')
    .addHelpText('after', examples);
  for (const name of knobNames) command.addOption(knobOption(name));
  return command.action(async () => {
    const { port, host, knobsFile, script, fault = [], trace = false } = command.opts<GivenOptions>();
    const { knobs, deployments } = knobsFile ?? {};
    const faults = [...(knobsFile?.faults ?? []), ...fault];
    const options = {
      ...knobs,
      ...givenKnobs(command),
      ...(deployments && { deployments }),
      ...(script && { script }),
      ...(faults.length > 0 && { faults }),
    };
    await run({ options: { ...options, port, host }, trace });
  });
}

const knobNames = Object.keys(knobFlags) as readonly (keyof Knobs)[];

/** No default of commander's own: a flag that is not given must not win over the file. */
function knobOption(name: keyof Knobs): Option {
  const { flag, help } = knobFlags[name];
  const standard = defaultKnobs[name];
  const option = new Option(
    flag,
    typeof standard === 'boolean' ? help : `${help} (default: ${JSON.stringify(standard)})`,
  );
  return typeof standard === 'boolean' ? option : option.argParser((text) => parseKnob(name, text));
}

function parseKnob(name: keyof Knobs, text: string): unknown {
  const value = typeof defaultKnobs[name] === 'number' ? parseNumber(text) : text;
  const parsed = someKnobs.safeParse({ [name]: value });
  if (parsed.success) return parsed.data[name];
  throw new InvalidArgumentError(parsed.error.issues.map((issue) => issue.message).join('; '));
}

function givenKnobs(command: Command): Partial<Knobs> {
  const given: Record<string, unknown> = {};
  for (const option of command.options) {
    const name = knobNames.find((knob) => knobFlags[knob].flag === option.flags);
    const key = option.attributeName();
    if (name !== undefined && command.getOptionValueSource(key) === 'cli') given[name] = command.getOptionValue(key);
  }
  return z.parse(someKnobs, given);
}

function parsePort(text: string): number {
  const port = parseNumber(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new InvalidArgumentError('Not a port (0 to 65535).');
  return port;
}

function parseNumber(text: string): number {
  return text.trim() === '' ? Number.NaN : Number(text);
}
