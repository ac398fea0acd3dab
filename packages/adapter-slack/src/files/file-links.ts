import type { Attachment, Clock, LinkSigner } from '@trunkline/core';

/** The part of Slack's file objects that matters here. Through Slack Connect there may be an id and nothing else. */
export interface SlackFile {
  readonly id?: string;
  readonly name?: string | null;
  readonly title?: string | null;
  readonly mimetype?: string;
  readonly mode?: string;
  readonly is_external?: boolean;
  readonly url_private?: string;
  readonly url_private_download?: string;
  readonly size?: number;
  readonly file_access?: string;
}

export interface FileLinkParts {
  /** Where the outside reaches the channel, without a trailing slash. */
  readonly publicUrl: string;
  /** For the purpose `slack-files`. */
  readonly signer: LinkSigner;
  readonly clock: Clock;
  readonly ttlMs: number;
}

export const FILES_PATH = '/files/';
export const FILE_LINK_TTL_MS: number = 7 * 86_400_000;

/** What a link names, in the order in which it is signed. */
export interface FileLink {
  readonly team: string;
  readonly file: string;
  /** Epoch seconds. */
  readonly expires: number;
}

/** Deleted by their owners, or beyond what the workspace pays for: there is nothing to fetch. */
const NOTHING_THERE: ReadonlySet<string> = new Set(['tombstone', 'hidden_by_limit']);

/** Links for an agent, who has no account in the workspace. A file that lies elsewhere (a cloud drive) keeps its own address. */
export function attachmentsOf(
  files: readonly SlackFile[],
  { team, links }: { readonly team: string; readonly links: FileLinkParts },
): readonly Attachment[] {
  return files.flatMap((file) => {
    const url = addressOf(file, { team, links });
    if (url === null) return [];
    const name = file.name ?? file.title ?? null;
    return [
      { url, ...(name !== null && name !== '' && { name }), ...(file.mimetype && { contentType: file.mimetype }) },
    ];
  });
}

function addressOf(
  file: SlackFile,
  { team, links }: { readonly team: string; readonly links: FileLinkParts },
): string | null {
  const { id, mode, is_external: isExternal, url_private: elsewhere } = file;
  if (NOTHING_THERE.has(mode ?? '')) return null;
  if (isExternal === true && elsewhere !== undefined) return /^https?:\/\//i.test(elsewhere) ? elsewhere : null;
  if (id === undefined || !/^[A-Z0-9]+$/.test(id)) return null;
  const expires = Math.ceil((links.clock.now() + links.ttlMs) / 1_000);
  return `${links.publicUrl}${FILES_PATH}${team}/${id}?e=${expires}&s=${links.signer.sign(signed({ team, file: id, expires }))}`;
}

const PATH = /^\/files\/([A-Z0-9]{1,40})\/([A-Z0-9]{1,40})$/;

/** What a request asks for; null: nobody has made that link. */
export function readFileLink(url: string, signer: LinkSigner): FileLink | null {
  const { pathname, searchParams } = new URL(url, 'http://bridge.invalid');
  const [, team, file] = PATH.exec(pathname) ?? [];
  const expires = searchParams.get('e') ?? '';
  if (team === undefined || file === undefined || !/^[1-9]\d{0,11}$/.test(expires)) return null;
  const link = { team, file, expires: Number(expires) };
  return signer.verifies(signed(link), searchParams.get('s') ?? '') ? link : null;
}

function signed({ team, file, expires }: FileLink): readonly string[] {
  return [team, file, String(expires)];
}
