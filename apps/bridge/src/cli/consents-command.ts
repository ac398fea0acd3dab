import { channelName, type JsonValue, type StorageEntry, type Store, storageScope } from '@trunkline/core';
import { CommandError } from './command-error.ts';
import type { CliIo } from './io.ts';
import type { ConfigOption } from './options.ts';
import { json, printable, table } from './table.ts';
import { withReader } from './with-reader.ts';

export interface ConsentsOptions extends ConfigOption {
  readonly channel: string;
  readonly json?: true;
  readonly csv?: true;
}

/** Under which keys adapters keep who wants to be written to and who does not. */
const PREFIX = 'consent/';
const PAGE = 1_000;

interface Consent extends Readonly<Record<string, JsonValue>> {
  /** What stands behind the prefix: whose consent, of which of our names. */
  readonly key: string;
}

/** Shows a channel's consents. They are the operator's own records, so numbers are shown whole. */
export async function listConsents(options: ConsentsOptions, io: CliIo): Promise<void> {
  const consents = await read(options, io);
  io.stdout.write(options.json === true ? `${json({ items: consents })}\n` : asTable(consents));
}

/** The same for other programs: CSV, or JSON if asked for. */
export async function exportConsents(options: ConsentsOptions, io: CliIo): Promise<void> {
  const consents = await read(options, io);
  io.stdout.write(options.json === true ? `${json({ items: consents })}\n` : asCsv(consents));
}

function read({ config, channel }: ConsentsOptions, io: CliIo): Promise<readonly Consent[]> {
  const scope = storageScope(channelName(channel));
  return withReader(config, io, async (store, { channels }) => {
    const found = await all(store, scope);
    if (found.length === 0 && !Object.hasOwn(channels, channel))
      throw new CommandError(
        `there is no channel ${printable(channel)}, and no consents are left of one; the config has ${Object.keys(channels).join(', ')}`,
      );
    return found.map(toConsent);
  });
}

async function all(store: Store, scope: string): Promise<readonly StorageEntry[]> {
  const found: StorageEntry[] = [];
  for (let after: string | null = null; ; ) {
    const page: readonly StorageEntry[] = await store.entries(scope, { prefix: PREFIX, after, limit: PAGE });
    found.push(...page);
    if (page.length < PAGE) return found;
    after = page.at(-1)?.key ?? null;
  }
}

function toConsent({ key, value }: StorageEntry): Consent {
  const fields: Readonly<Record<string, JsonValue>> = isObject(value) ? value : { value };
  return { ...fields, key: key.slice(PREFIX.length) };
}

function isObject(value: JsonValue): value is { readonly [key: string]: JsonValue } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The key, then whatever the adapter keeps, in the order in which it first turns up. */
function columnsOf(consents: readonly Consent[]): readonly string[] {
  return ['key', ...new Set(consents.flatMap((consent) => Object.keys(consent)).filter((name) => name !== 'key'))];
}

function asTable(consents: readonly Consent[]): string {
  if (consents.length === 0) return 'no consents\n';
  const columns = columnsOf(consents);
  const rows = consents.map((consent) => columns.map((name) => cell(name, consent[name])));
  return `${table(
    columns.map((name) => name.toUpperCase()),
    rows,
  )}\n`;
}

function asCsv(consents: readonly Consent[]): string {
  const columns = columnsOf(consents);
  const rows = consents.map((consent) => columns.map((name) => quoted(cell(name, consent[name]))));
  return [columns.map(quoted), ...rows].map((cells) => `${cells.join(',')}\r\n`).join('');
}

function cell(name: string, value: JsonValue | undefined): string {
  if (value === undefined || value === null) return '';
  if (typeof value === 'number' && /^at$|At$/.test(name)) return new Date(value).toISOString();
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** RFC 4180. */
function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : printable(text);
}
