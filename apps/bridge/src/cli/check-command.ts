import { planBridge } from '../compose/plan-bridge.ts';
import type { CliIo } from './io.ts';
import type { ConfigOption } from './options.ts';
import { table } from './table.ts';

/** Says what `start` would run; opens neither store nor network. */
export async function check(options: ConfigOption, io: CliIo): Promise<void> {
  const plan = await planBridge({ file: options.config, cwd: io.cwd }, io.environment, io.wiring);
  const rows = plan.channels.map(({ name, adapterName, transport, routing }) => [
    name,
    adapterName,
    `/channels/${name}`,
    `${transport}, queue ${routing.queue}`,
  ]);
  io.stdout.write(`${table(['CHANNEL', 'ADAPTER', 'MOUNTED', 'AGENTS'], rows)}\nok\n`);
}
