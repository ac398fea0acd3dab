import { createRequire } from 'node:module';
import { Command, Option } from 'commander';
import { check } from './check-command.ts';
import { endConversation } from './conversations-end.ts';
import { type ConversationsListOptions, listConversations } from './conversations-list.ts';
import { type ConversationsShowOptions, showConversation } from './conversations-show.ts';
import { type DeliveriesListOptions, listDeliveries } from './deliveries-list.ts';
import type { CliIo } from './io.ts';
import { type ConfigOption, portNumber, withConfig, withList } from './options.ts';
import { sandbox } from './sandbox-command.ts';
import { start } from './start-command.ts';

/** The commands. `setCode` is told an exit code that is not an error. */
export function createProgram(io: CliIo, setCode: (code: number) => void): Command {
  const program = new Command('trunkline')
    .description('Carries customers from any channel to the agents of a contact centre, and the answers back.')
    .version(version())
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void io.stdout.write(text),
      writeErr: (text) => void io.stderr.write(text),
    })
    .addHelpText('after', EXAMPLES)
    .showHelpAfterError('(trunkline --help shows what there is)');

  withConfig(program.command('start').description('run the bridge until SIGTERM or SIGINT')).action(
    (options: ConfigOption) => start(options, io),
  );
  withConfig(program.command('check').description('check the config and everything it names; opens nothing')).action(
    (options: ConfigOption) => check(options, io),
  );
  program
    .command('sandbox')
    .description('try it out: the real bridge on one page, with a customer and an agent against a sandbox')
    .option(
      '--port <n>',
      'of the page to open; 0: free ones for everything; default: 4000, or a free one if that is taken',
      portNumber,
    )
    .action(async ({ port }: { readonly port?: number }) => setCode(await sandbox(port)));
  addConversations(program, io);
  addDeliveries(program, io);
  return program;
}

function addConversations(program: Command, io: CliIo): void {
  const conversations = program.command('conversations').description('see and end conversations');
  withList(conversations.command('list').description('list them, the newest first'))
    .addOption(new Option('--state <state>', 'only those').choices(['opening', 'open', 'ending', 'ended']))
    .option('--channel <name>', 'only those of one channel')
    .action((options: ConversationsListOptions) => listConversations(options, io));
  withConfig(conversations.command('show').description('what was said in one, and what became of it'))
    .argument('<id>', 'as listed')
    .option('--json', 'print JSON')
    .action((id: string, options: ConversationsShowOptions) => showConversation(id, options, io));
  withConfig(conversations.command('end').description('queue the end of one for the bridge'))
    .argument('<id>', 'as listed')
    .action((id: string, options: ConfigOption) => endConversation(id, options, io));
}

function addDeliveries(program: Command, io: CliIo): void {
  const deliveries = program.command('deliveries').description('see what is owed and what became of it');
  withList(deliveries.command('list').description('list them, the oldest first'))
    .option('--failed', 'only those that did not arrive: failed or expired')
    .action((options: DeliveriesListOptions) => listDeliveries(options, io));
}

function version(): string {
  const manifest = createRequire(import.meta.url)('../../package.json') as { readonly version: string };
  return manifest.version;
}

const EXAMPLES = `
Examples:
  trunkline sandbox                            try it without accounts
  trunkline check --config ./trunkline.yaml    is the config right?
  trunkline start --config ./trunkline.yaml    run the bridge
  trunkline conversations list --state open    who is talking now?
  trunkline conversations show ID
  trunkline conversations end ID
  trunkline deliveries list --failed --json    what did not arrive?

Exit codes: 0 fine; 2 rejected before anything was opened (arguments, config, unset variable,
missing package); 1 everything else.
`;
