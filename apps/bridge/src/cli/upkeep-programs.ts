import { type Command, InvalidArgumentError } from 'commander';
import { DURATION_PATTERN, durationMs } from '../config/duration.ts';
import { type AuditOptions, audit } from './audit-command.ts';
import { type ForgetOptions, forgetCustomer } from './customers-forget.ts';
import { described } from './described.ts';
import type { CliIo } from './io.ts';
import { type ConfigOption, withConfig } from './options.ts';
import { backUpStore, rekeyStore } from './store-commands.ts';

/** Commands about what is kept. */
export function addUpkeepCommands(program: Command, io: CliIo): void {
  const customers = described(program.command('customers'), 'what is kept of customers', 'customers');
  const forget = 'queue a customer to be removed with everything that was said';
  withConfig(described(customers.command('forget'), forget, 'customers forget'))
    .requiredOption('--channel <name>', 'whose customer')
    .requiredOption('--customer <address>', 'as conversations list shows it')
    .action((options: ForgetOptions) => forgetCustomer(options, io));
  const compare = 'compare what the store says with what Genesys and the channels’ vendors have';
  withConfig(described(program.command('audit'), compare, 'audit'))
    .option('--since <duration>', 'how far back, e.g. 24h', duration, 86_400_000)
    .option('--json', 'print JSON')
    .action((options: AuditOptions) => audit(options, io));
  const store = described(program.command('store'), 'back the store up, encrypt it anew', 'store');
  withConfig(
    described(store.command('backup'), 'copy the store into a new file, also while the bridge runs', 'store backup'),
  )
    .argument('<file>', 'must not be there yet')
    .action((file: string, options: ConfigOption) => backUpStore(file, options, io));
  const rekey = 'encrypt everything with the first key; stop the bridge before';
  withConfig(described(store.command('rekey'), rekey, 'store rekey')).action((options: ConfigOption) =>
    rekeyStore(options, io),
  );
}

function duration(text: string): number {
  if (!DURATION_PATTERN.test(text)) throw new InvalidArgumentError('It must be a duration such as 24h or 7d.');
  return durationMs(text);
}
