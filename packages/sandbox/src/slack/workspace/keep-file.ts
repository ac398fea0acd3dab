import { newId } from '../id.ts';
import type { SlackCloud } from '../slack-cloud.ts';
import type { StoredFile } from './stored-file.ts';
import type { Team } from './team.ts';

/** What somebody uploads. */
export interface NewFile {
  readonly id?: string;
  readonly user: string;
  readonly name: string;
  readonly title?: string;
  readonly mimetype?: string | undefined;
  readonly bytes: Buffer;
  readonly channels: readonly string[];
  readonly external?: boolean;
}

const types: Readonly<Record<string, string>> = {
  txt: 'text/plain',
  png: 'image/png',
  jpg: 'image/jpeg',
  gif: 'image/gif',
  pdf: 'application/pdf',
  csv: 'text/csv',
};

export function keepFile(cloud: SlackCloud, team: Team, file: NewFile): StoredFile {
  const kept: StoredFile = {
    id: file.id ?? newId('F'),
    teamId: team.id,
    user: file.user,
    name: file.name,
    title: file.title ?? file.name,
    mimetype: file.mimetype ?? types[file.name.split('.').at(-1) ?? ''] ?? 'application/octet-stream',
    created: Math.floor(cloud.now() / 1_000),
    bytes: file.bytes,
    channels: file.channels,
    external: file.external ?? false,
  };
  team.files.set(kept.id, kept);
  return kept;
}
