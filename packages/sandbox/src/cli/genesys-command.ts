import { Command } from 'commander';
import type { AgentScript } from '../genesys/agent-script/agent-script.ts';
import type { FaultRule } from '../genesys/faults/fault-rule.ts';
import { faultRuleShape } from '../genesys/faults/fault-rule.ts';
import type { Knobs } from '../genesys/knobs.ts';
import { defaultKnobs, someKnobs } from '../genesys/knobs.ts';
import type { GenesysOptions } from '../genesys/start-genesys.ts';
import { faultFlag } from './fault-flag.ts';
import { knobFlags } from './knob-flags.ts';
import type { KnobOptions } from './knob-options.ts';
import { addKnobOptions, givenKnobs } from './knob-options.ts';
import type { KnobsFile } from './knobs-file.ts';
import { readKnobsFile } from './knobs-file.ts';
import { parsePort } from './number-flags.ts';
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
    .option(
      '--fault <json>',
      'a fault rule as POST /_sandbox/faults takes it; may be repeated',
      faultFlag(faultRuleShape),
    )
    .option('--trace', 'print what happens on the wire to stderr, as JSON lines')
    .addHelpText('after', examples);
  addKnobOptions(command, knobOptions);
  return command.action(async () => {
    const { port, host, knobsFile, script, fault = [], trace = false } = command.opts<GivenOptions>();
    const { knobs, deployments } = knobsFile ?? {};
    const faults = [...(knobsFile?.faults ?? []), ...fault];
    const options = {
      ...knobs,
      ...givenKnobs(command, knobOptions),
      ...(deployments && { deployments }),
      ...(script && { script }),
      ...(faults.length > 0 && { faults }),
    };
    await run({ options: { ...options, port, host }, trace });
  });
}

const knobOptions: KnobOptions<Knobs> = { flags: knobFlags, defaults: defaultKnobs, shape: someKnobs };
