import { keysOf } from '../config/contact-center-rules.ts';
import { type ConfigDraft, draftConfig } from '../config/load.ts';
import { withoutUndefined } from '../config/without-undefined.ts';
import type { SlackManifestRequest } from '../wiring.ts';
import { CommandError } from './command-error.ts';
import type { CliIo } from './io.ts';
import { withProgress } from './progress.ts';
import { printable } from './table.ts';

export interface SlackManifestOptions {
  readonly config?: string;
  readonly channel?: string;
  readonly name?: string;
  readonly command?: string;
}

const DEFAULT_FILE = './trunkline.yaml';

/**
 * Prints the manifest that a Slack app is made from. That is before there are tokens, so the config may lack variables,
 * be wrong elsewhere or not be there.
 */
export async function printSlackManifest(options: SlackManifestOptions, io: CliIo): Promise<void> {
  const draft = await readable(options, io);
  const request = draft === null ? withoutConfig(options) : fromConfig(draft.data, options);
  const yaml = await withProgress(io, 'loading the Slack adapter', () => io.wiring.slackManifest(request));
  io.stdout.write(yaml.endsWith('\n') ? yaml : `${yaml}\n`);
}

async function readable({ config, channel }: SlackManifestOptions, io: CliIo): Promise<ConfigDraft | null> {
  try {
    return await draftConfig({ file: config ?? DEFAULT_FILE, cwd: io.cwd }, io.environment);
  } catch (error) {
    if (config !== undefined || channel !== undefined) throw error;
    io.stderr.write(`${DEFAULT_FILE} cannot be read, so the manifest is for Socket Mode, which needs no address\n`);
    return null;
  }
}

function withoutConfig({ name, command }: SlackManifestOptions): SlackManifestRequest {
  return { ...withoutUndefined({ name, command }), url: null, options: {} };
}

function fromConfig(data: unknown, { channel, name, command }: SlackManifestOptions): SlackManifestRequest {
  const config = keysOf(data);
  const channels = Object.entries(keysOf(config?.['channels']) ?? {}).filter(
    ([, value]) => keysOf(value)?.['adapter'] === 'slack',
  );
  const names = channels.map(([one]) => printable(one)).join(', ');
  const [found, ...others] = channel === undefined ? channels : channels.filter(([one]) => one === channel);
  if (found === undefined)
    throw new CommandError(
      channel === undefined
        ? 'the config has no channel with the adapter slack'
        : `the config has no channel ${printable(channel)} with the adapter slack${names === '' ? '' : `; it has ${names}`}`,
    );
  if (others.length > 0) throw new CommandError(`the config has several Slack channels: --channel NAME, of ${names}`);
  const publicUrl = keysOf(config?.['server'])?.['publicUrl'];
  const url = typeof publicUrl === 'string' ? `${publicUrl.replace(/\/+$/, '')}/channels/${found[0]}` : null;
  return { ...withoutUndefined({ name, command }), url, options: keysOf(found[1]) ?? {} };
}
