#!/usr/bin/env node
import { Command, CommanderError } from 'commander';
import type { GenesysInvocation } from './cli/genesys-command.ts';
import { genesysCommand } from './cli/genesys-command.ts';
import { startFailure } from './cli/start-failure.ts';
import type { TwilioInvocation } from './cli/twilio-command.ts';
import { twilioCommand } from './cli/twilio-command.ts';
import { defaultKnobs } from './genesys/knobs.ts';
import { startGenesys } from './genesys/start-genesys.ts';
import { sandboxAccount } from './twilio/account.ts';
import { startTwilio } from './twilio/start-twilio.ts';

const program = new Command('trunkline-sandbox')
  .description("Vendors' clouds, played on your own machine.")
  .exitOverride()
  .addCommand(genesysCommand(runGenesys).exitOverride())
  .addCommand(twilioCommand(runTwilio).exitOverride());

try {
  await program.parseAsync(process.argv);
} catch (error) {
  if (!(error instanceof CommanderError)) throw error;
  // Commander has printed it. Nothing was opened: 2.
  process.exitCode = error.exitCode === 0 ? 0 : 2;
}

async function runGenesys({ options, trace }: GenesysInvocation): Promise<void> {
  const sandbox = await open(options, () => startGenesys({ ...options, ...tracing(trace) }));
  if (sandbox === undefined) return;
  const agent = `${options.script ? 'script, else ' : ''}${options.agent ?? defaultKnobs.agent}`;
  process.stdout.write(`Genesys sandbox on ${sandbox.url} (agent: ${agent})\n`);
  process.stdout.write(`The agents' desk: ${sandbox.url}/_sandbox/desk\n`);
}

async function runTwilio({ options, trace }: TwilioInvocation): Promise<void> {
  const sandbox = await open(options, () => startTwilio({ ...options, ...tracing(trace) }));
  if (sandbox === undefined) return;
  const numbers = sandbox.control.numbers().map(({ phoneNumber }) => phoneNumber);
  process.stdout.write(`Twilio sandbox on ${sandbox.url} (numbers: ${numbers.join(', ')})\n`);
  // The published one is no secret; another may be.
  const token = sandbox.authToken === sandboxAccount.authToken ? sandbox.authToken : 'as given';
  process.stdout.write(`Account ${sandbox.accountSid}, auth token ${token}\n`);
  process.stdout.write(`A phone: ${sandbox.url}/_sandbox/phone\n`);
}

function tracing(trace: boolean): { readonly logger?: (event: object) => void } {
  return trace ? { logger: (event) => process.stderr.write(`${JSON.stringify(event)}\n`) } : {};
}

/** Starts a sandbox that a signal ends; undefined when it could not, which is then said. */
async function open<S extends { close(): Promise<void> }>(
  { port = 0, host = '' }: { readonly port?: number; readonly host?: string },
  start: () => Promise<S>,
): Promise<S | undefined> {
  try {
    const sandbox = await start();
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void sandbox.close());
    return sandbox;
  } catch (error) {
    process.stderr.write(`trunkline-sandbox: ${startFailure(error, { port, host })}\n`);
    process.exitCode = 1;
    return undefined;
  }
}
