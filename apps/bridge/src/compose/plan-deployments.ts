import { accessSync, constants } from 'node:fs';
import { resolve } from 'node:path';
import type { ContactCenterConfig } from '../config/config.ts';
import { keysOf } from '../config/contact-center-rules.ts';
import type { ConfigDraft } from '../config/load.ts';
import type { KeyPath } from '../config/positions.ts';
import type { Wiring } from '../wiring.ts';
import { contactCenterName, differInManner, settingsOf } from './contact-center-settings.ts';
import { builtIn } from './load-adapter.ts';
import { isPath } from './load-module.ts';

/** Reports a channel that shares its deployment with others but wants it handled differently: only one of them could win. */
export function checkSharedDeployments({ config, problems }: ConfigDraft, wiring: Wiring): void {
  if (config === null) return;
  const base = config.contactCenter;
  const first = new Map<string, { readonly at: string; readonly settings: ContactCenterConfig }>();
  first.set(contactCenterName(base, base), { at: 'contactCenter', settings: base });
  for (const [name, channel] of Object.entries(config.channels)) {
    const settings = settingsOf(base, channel, builtIn(channel.adapter, wiring)?.ownKeys ?? []);
    const key = contactCenterName(settings, base);
    const same = first.get(key);
    if (same === undefined) first.set(key, { at: `channels.${name}`, settings });
    else if (differInManner(same.settings, settings))
      problems.add(
        ['channels', name, 'guestChat'],
        `is the same deployment as in ${same.at}.guestChat; timing, connections and memberAuthToken must then be the same too`,
        'key',
      );
  }
}

/** Reports programs, given by path, that are not there or cannot be run. Others are looked for when they are needed. */
export function checkTokenCommands(draft: ConfigDraft): void {
  const data = keysOf(draft.data);
  const channels = Object.entries(keysOf(data?.['channels']) ?? {});
  const blocks: readonly (readonly [KeyPath, unknown])[] = [
    [['contactCenter'], data?.['contactCenter']],
    ...channels.map(([name, channel]) => [['channels', name], channel] as const),
  ];
  for (const [path, block] of blocks) {
    const command = keysOf(keysOf(keysOf(block)?.['guestChat'])?.['memberAuthToken'])?.['command'];
    const program: unknown = Array.isArray(command) ? command[0] : undefined;
    if (typeof program === 'string' && isPath(program))
      checkProgram([...path, 'guestChat', 'memberAuthToken', 'command', 0], program, draft);
  }
}

function checkProgram(path: KeyPath, program: string, { folder, problems }: ConfigDraft): void {
  if (problems.covers(path)) return;
  try {
    accessSync(resolve(folder, program), constants.X_OK);
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    problems.add(
      path,
      missing ? 'there is no such file (paths are relative to the config file)' : 'this file may not be executed',
    );
  }
}
