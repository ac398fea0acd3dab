import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { type Document, LineCounter, parseDocument } from 'yaml';
import type { BridgeConfig } from './config.ts';
import { checkContactCenter } from './contact-center-rules.ts';
import { ConfigError, ConfigProblems } from './errors.ts';
import { type Environment, interpolateDocument } from './interpolate.ts';
import { reportIssues } from './issues.ts';
import { refuseOddKeys } from './odd-keys.ts';
import { createPositions } from './positions.ts';
import { configSchema } from './schema.ts';

export interface ConfigLocation {
  /** As the user named it; errors repeat it. */
  readonly file: string;
  /** What a relative file is relative to. */
  readonly cwd: string;
}

/** The config file as read, with whatever is wrong with it so far. */
export interface ConfigDraft {
  /** Null if the schema refused it. */
  readonly config: BridgeConfig | null;
  /** After interpolation, before the schema. */
  readonly data: unknown;
  readonly problems: ConfigProblems;
  /** Of the config file; what paths in it are relative to. */
  readonly folder: string;
}

/** Reads, interpolates and checks the file. Throws ConfigError only if there is nothing to go on with. */
export async function draftConfig(location: ConfigLocation, environment: Environment): Promise<ConfigDraft> {
  const path = resolve(location.cwd, location.file);
  const text = await read(path, location.file);
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const problems = new ConfigProblems(location.file, createPositions(document, lines));
  if (document.errors.length > 0) {
    reportSyntax(document, text, problems);
    throw problems.toError();
  }
  refuseOddKeys(document, problems);
  interpolateDocument(document, environment, problems);
  const data = toData(document, problems);
  const checked = configSchema.safeParse(data);
  if (!checked.success) reportIssues(checked.error.issues, { schema: configSchema, data, base: [] }, problems);
  checkContactCenter(data, problems);
  return { config: checked.data ?? null, data, problems, folder: dirname(path) };
}

async function read(path: string, file: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    const missing = (cause as NodeJS.ErrnoException).code === 'ENOENT';
    throw new ConfigError(
      missing
        ? `${file}: there is no such file; --config FILE names another`
        : `${file}: cannot be read (${(cause as NodeJS.ErrnoException).code})`,
    );
  }
}

/** Throws for an alias that explodes or has no anchor. */
function toData(document: Document, problems: ConfigProblems): unknown {
  try {
    return document.toJS();
  } catch {
    problems.addAt(0, 'not valid YAML: an alias cannot be resolved');
    throw problems.toError();
  }
}

/** The parser quotes what it stumbled over; that may be a secret, so its quotations are left out. */
function reportSyntax(document: Document, text: string, problems: ConfigProblems): void {
  for (const error of document.errors) {
    const [offset] = error.pos;
    const line = text.slice(text.lastIndexOf('\n', offset - 1) + 1, `${text}\n`.indexOf('\n', offset));
    const hint = line.includes('${') ? `; inside [ ] and { } a reference needs quotes: "\${NAME}"` : '';
    problems.addAt(offset, `not valid YAML: ${error.message.replace(/:? ["'`].*$/s, '')}${hint}`);
  }
}
