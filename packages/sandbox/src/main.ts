#!/usr/bin/env node
import { Command, CommanderError } from 'commander';
import type { GenesysInvocation } from './cli/genesys-command.ts';
import { genesysCommand } from './cli/genesys-command.ts';
import type { SlackInvocation } from './cli/slack-command.ts';
import { slackCommand } from './cli/slack-command.ts';
import { startFailure } from './cli/start-failure.ts';
import { defaultKnobs } from './genesys/knobs.ts';
import type { GenesysSandbox } from './genesys/start-genesys.ts';
import { startGenesys } from './genesys/start-genesys.ts';
import { startSlack } from './slack/start-slack.ts';

const program = new Command('trunkline-sandbox')
  .description("Vendors' clouds, played on your own machine.")
  .exitOverride()
  .addCommand(genesysCommand(runGenesys).exitOverride())
  .addCommand(slackCommand(runSlack).exitOverride());

try {
  await program.parseAsync(process.argv);
} catch (error) {
  if (!(error instanceof CommanderError)) throw error;
  // Commander has printed it. Nothing was opened: 2.
  process.exitCode = error.exitCode === 0 ? 0 : 2;
}

async function runGenesys({ options, trace }: GenesysInvocation): Promise<void> {
  const sandbox = await open({
    ...options,
    ...(trace && { logger: (event: object) => process.stderr.write(`${JSON.stringify(event)}\n`) }),
  });
  if (sandbox === undefined) return;
  const agent = `${options.script ? 'script, else ' : ''}${options.agent ?? defaultKnobs.agent}`;
  process.stdout.write(`Genesys sandbox on ${sandbox.url} (agent: ${agent})\n`);
  process.stdout.write(`The agents' desk: ${sandbox.url}/_sandbox/desk\n`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void sandbox.close());
  }
}

async function open(options: GenesysInvocation['options']): Promise<GenesysSandbox | undefined> {
  try {
    return await startGenesys(options);
  } catch (error) {
    const { port = 0, host = '' } = options;
    process.stderr.write(`trunkline-sandbox: ${startFailure(error, { port, host })}\n`);
    process.exitCode = 1;
    return undefined;
  }
}

async function runSlack({ options, trace }: SlackInvocation): Promise<void> {
  try {
    const logger = (event: object) => process.stderr.write(`${JSON.stringify(event)}\n`);
    const sandbox = await startSlack({ ...options, ...(trace && { logger }) });
    process.stdout.write(`Slack sandbox on ${sandbox.url} (mode: ${sandbox.control.app().mode})\n`);
    process.stdout.write(`The workspaces: ${sandbox.url}/_sandbox/slack\n`);
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void sandbox.close());
  } catch (error) {
    const { port = 0, host = '' } = options;
    process.stderr.write(`trunkline-sandbox: ${startFailure(error, { port, host })}\n`);
    process.exitCode = 1;
  }
}
