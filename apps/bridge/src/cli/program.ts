import { createRequire } from 'node:module';
import { Command, Option } from 'commander';
import { addChannelCommands } from './channel-programs.ts';
import { type CheckOptions, check } from './check-command.ts';
import { endConversation } from './conversations-end.ts';
import { type ConversationsListOptions, listConversations } from './conversations-list.ts';
import { type ConversationsShowOptions, showConversation } from './conversations-show.ts';
import { type DeliveriesListOptions, listDeliveries } from './deliveries-list.ts';
import { dropDelivery, retryDelivery } from './deliveries-settle.ts';
import { described } from './described.ts';
import { PROGRAM_EXAMPLES } from './examples.ts';
import type { CliIo } from './io.ts';
import { type ConfigOption, portNumber, withConfig, withList } from './options.ts';
import { sandbox } from './sandbox-command.ts';
import { start } from './start-command.ts';
import { addUpkeepCommands } from './upkeep-programs.ts';

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
    .addHelpText('after', PROGRAM_EXAMPLES)
    .showHelpAfterError('(trunkline --help shows what there is)');

  addRunning(program, io, setCode);
  addConversations(program, io);
  addDeliveries(program, io);
  addChannelCommands(program, io);
  addUpkeepCommands(program, io);
  return program;
}

function addRunning(program: Command, io: CliIo, setCode: (code: number) => void): void {
  withConfig(described(program.command('start'), 'run the bridge until SIGTERM or SIGINT', 'start')).action(
    (options: ConfigOption) => start(options, io),
  );
  withConfig(described(program.command('check'), 'check the config and everything it names; opens nothing', 'check'))
    .option(
      '--online',
      'also ask the contact centre whether it takes chats, by opening one that never reaches an agent, and the channels’ vendors how they are set up',
    )
    .option('--json', 'print JSON')
    .action((options: CheckOptions) => check(options, io));
  const what = 'try it out: the real bridge on one page, with a customer and an agent against a sandbox';
  described(program.command('sandbox'), what, 'sandbox')
    .option(
      '--port <n>',
      'of the page to open; 0: free ones for everything; default: 4000, or a free one if that is taken',
      portNumber,
    )
    .action(async ({ port }: { readonly port?: number }) => setCode(await sandbox(port)));
}

function addConversations(program: Command, io: CliIo): void {
  const conversations = described(program.command('conversations'), 'see and end conversations', 'conversations');
  withList(described(conversations.command('list'), 'list them, the newest first', 'conversations list'))
    .addOption(new Option('--state <state>', 'only those').choices(['opening', 'open', 'ending', 'ended']))
    .option('--channel <name>', 'only those of one channel')
    .action((options: ConversationsListOptions) => listConversations(options, io));
  const shows = 'what was said in one, and what became of it';
  withConfig(described(conversations.command('show'), shows, 'conversations show'))
    .argument('<id>', 'as listed')
    .option('--json', 'print JSON')
    .action((id: string, options: ConversationsShowOptions) => showConversation(id, options, io));
  withConfig(described(conversations.command('end'), 'queue the end of one for the bridge', 'conversations end'))
    .argument('<id>', 'as listed')
    .action((id: string, options: ConfigOption) => endConversation(id, options, io));
}

function addDeliveries(program: Command, io: CliIo): void {
  const what = 'see what is owed and what became of it, send it again or give it up';
  const deliveries = described(program.command('deliveries'), what, 'deliveries');
  withList(described(deliveries.command('list'), 'list them, the newest first', 'deliveries list'))
    .option('--failed', 'only those that did not arrive: failed or expired')
    .action((options: DeliveriesListOptions) => listDeliveries(options, io));
  const again = 'queue one that failed, expired or was dropped to be sent again';
  withConfig(described(deliveries.command('retry'), again, 'deliveries retry'))
    .argument('<id>', 'as listed')
    .action((id: string, options: ConfigOption) => retryDelivery(id, options, io));
  const givenUp = 'queue one that is still owed to be given up';
  withConfig(described(deliveries.command('drop'), givenUp, 'deliveries drop'))
    .argument('<id>', 'as listed')
    .action((id: string, options: ConfigOption) => dropDelivery(id, options, io));
}

function version(): string {
  const manifest = createRequire(import.meta.url)('../../package.json') as { readonly version: string };
  return manifest.version;
}
