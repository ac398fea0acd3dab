import type { WebClient } from '@slack/web-api';
import type { ChannelReply, ChannelRequest, Clock, LinkSigner, Logger } from '@trunkline/core';
import type { Dispatcher } from 'undici';
import { goneWorkspaces } from '../outgoing/failure-table.ts';
import { refusalOf } from '../outgoing/failures.ts';
import { untilAborted } from '../outgoing/until-aborted.ts';
import { type Download, download, type FetchFile } from './download.ts';
import { type FileLink, readFileLink, type SlackFile } from './file-links.ts';
import { filePage, SAFE_HEADERS } from './file-page.ts';
import { createSlackHosts } from './slack-hosts.ts';

export interface ServeFileParts {
  /** Null: the app is not installed there any more. Its token is what fetches the bytes. */
  clientOf(team: string): Promise<WebClient | null>;
  readonly signer: LinkSigner;
  readonly clock: Clock;
  readonly logger: Logger;
  /** As in the channel's options; null: Slack's own. */
  readonly apiUrl: string | null;
  /** Default: undici's global one. */
  readonly dispatcher?: Dispatcher;
  readonly maxBytes: number;
}

export const LARGEST_FILE: number = 100 * 1_024 * 1_024;

const GONE: ReadonlySet<string> = new Set([
  ...['file_not_found', 'file_deleted', 'file_not_visible', 'access_denied', 'missing_scope', 'not_visible'],
  ...goneWorkspaces,
]);

/** Answers `GET /files/…`: looks the file up, then passes its bytes on. Nothing of it is kept. */
export function createFileServer(parts: ServeFileParts): (request: ChannelRequest) => Promise<ChannelReply> {
  const hosts = createSlackHosts(parts.apiUrl);

  async function serve(request: ChannelRequest): Promise<ChannelReply> {
    if (request.method !== 'GET' && request.method !== 'HEAD') return filePage('method');
    const link = readFileLink(request.url, parts.signer);
    if (link === null) return filePage('unknown');
    if (link.expires * 1_000 < parts.clock.now()) return filePage('expired');
    const client = await parts.clientOf(link.team);
    if (client?.token === undefined) return filePage('gone');
    try {
      const file = await lookUp(client, link, request.signal);
      if (file === null) return filePage('gone');
      if ((file.size ?? 0) > parts.maxBytes) return filePage('tooLarge');
      const { dispatcher, maxBytes } = parts;
      const fetchFile: FetchFile = { hosts, token: client.token, maxBytes, signal: request.signal, dispatcher };
      return answer(file, { request, found: await download(file, fetchFile) });
    } catch (error) {
      return failed(error, link);
    }
  }

  function failed(error: unknown, { team, file }: FileLink): ChannelReply {
    const refusal = refusalOf(error);
    if (GONE.has(refusal ?? '')) return filePage('gone');
    parts.logger.warn(
      { event: 'slack.file-not-fetched', team, file, refusal },
      'a file could not be fetched from Slack',
    );
    return filePage('later');
  }

  return serve;
}

/** Events may hold no more than the id (Slack Connect): what a file is, is always asked. */
async function lookUp(client: WebClient, link: FileLink, signal: AbortSignal): Promise<SlackFile | null> {
  const { file } = await untilAborted(() => client.files.info({ file: link.file }), signal);
  return file === undefined ? null : (file as SlackFile);
}

function answer(
  file: SlackFile,
  { request, found }: { readonly request: ChannelRequest; readonly found: Download },
): ChannelReply {
  if ('problem' in found) return filePage(found.problem);
  const headers = {
    ...SAFE_HEADERS,
    'content-type': contentTypeOf(file),
    'content-disposition': attachmentNamed(file.name ?? file.id ?? 'file'),
    ...(found.length !== null && { 'content-length': String(found.length) }),
  };
  if (request.method === 'GET') return { status: 200, headers, body: found.bytes };
  found.discard();
  return { status: 200, headers };
}

/** What a browser would run or draw by itself goes out as bytes. */
function contentTypeOf({ mimetype = '' }: SlackFile): string {
  const isHarmless =
    /^(image\/(png|jpeg|gif|webp|heic)|audio\/[\w.+-]+|video\/[\w.+-]+|text\/(plain|csv)|application\/(pdf|zip))$/;
  return isHarmless.test(mimetype) ? mimetype : 'application/octet-stream';
}

/** RFC 6266, with a name for old clients beside the real one. */
function attachmentNamed(name: string): string {
  const plain = name.replace(/[^\w.()[\] -]/g, '_').slice(-120);
  const encoded = encodeURIComponent(name.slice(-200).replace(/\p{Surrogate}/gu, '_')).replace(
    /['()*!]/g,
    (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`;
}
