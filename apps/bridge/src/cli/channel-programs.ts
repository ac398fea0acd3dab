import { type Command, InvalidArgumentError } from 'commander';
import { type ConsentsOptions, exportConsents, listConsents } from './consents-command.ts';
import { described } from './described.ts';
import { type ExplainOptions, explainMessage } from './explain-command.ts';
import type { CliIo } from './io.ts';
import { withConfig } from './options.ts';
import { printSlackManifest, type SlackManifestOptions } from './slack-manifest-command.ts';

/** Commands about one channel and what its adapter knows. */
export function addChannelCommands(program: Command, io: CliIo): void {
  withConfig(described(program.command('explain'), 'say what would become of a message; sends nothing', 'explain'))
    .requiredOption('--channel <name>', 'the channel it would come in by')
    .requiredOption('--from <address>', 'who would send it')
    .option('--to <name>', 'which of the channel’s own names it would be sent to')
    .requiredOption('--body <text>', 'what it would say')
    .option('--at <time>', 'when it would come, e.g. 2026-03-01T09:00:00+01:00; default: now', isoDate)
    .option('--json', 'print JSON')
    .action((options: ExplainOptions) => explainMessage(options, io));
  const what = 'see who wants to be written to and who does not';
  const consents = described(program.command('consents'), what, 'consents');
  withConsents(described(consents.command('list'), 'list a channel’s consents', 'consents list')).action(
    (options: ConsentsOptions) => listConsents(options, io),
  );
  withConsents(described(consents.command('export'), 'print them for another program', 'consents export'))
    .option('--csv', 'print CSV (the default)')
    .action((options: ConsentsOptions) => exportConsents(options, io));
  const slack = described(program.command('slack'), 'set up a Slack app', 'slack');
  described(slack.command('manifest'), 'print the manifest that the app is made from', 'slack manifest')
    .option('--config <file>', 'the config file; default: ./trunkline.yaml, if it is there')
    .option('--channel <name>', 'which of several Slack channels')
    .option('--name <name>', 'what the app is called')
    .option('--command <command>', 'the slash command')
    .action((options: SlackManifestOptions) => printSlackManifest(options, io));
}

function withConsents(command: Command): Command {
  return withConfig(command).requiredOption('--channel <name>', 'whose consents').option('--json', 'print JSON');
}

function isoDate(text: string): number {
  const at = /^\d{4}-\d\d-\d\d/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(at)) throw new InvalidArgumentError('It must be a time such as 2026-03-01T09:00:00Z.');
  return at;
}
