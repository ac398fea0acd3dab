import {
  type AdapterContext,
  type Attachment,
  type ChannelReply,
  type ChannelRequest,
  createGuardedDispatcher,
  createLinkSigner,
} from '@trunkline/core';
import { attachmentsOf, FILE_LINK_TTL_MS, type SlackFile } from './files/file-links.ts';
import { createFileServer, LARGEST_FILE } from './files/serve-file.ts';
import { asList, type SlackOptions } from './options.ts';
import { orNull } from './workspace/or-null.ts';
import type { Workspaces } from './workspace/workspace.ts';

export interface Files {
  /** What an agent is given; nothing without a public URL, under which it could be fetched. */
  attachments(files: readonly unknown[], team: string): readonly Attachment[];
  serve(request: ChannelRequest): Promise<ChannelReply>;
  close(): Promise<void>;
}

/** Files that people share, as links that work outside Slack. */
export function createFiles(options: SlackOptions, workspaces: Workspaces, context: AdapterContext): Files {
  const { clock, logger, publicUrl } = context;
  const signer = createLinkSigner(secretsFor(options), 'slack-files');
  const links = publicUrl === null ? null : { publicUrl, signer, clock, ttlMs: FILE_LINK_TTL_MS };
  const trusted = options.apiUrl === undefined ? [] : [new URL(options.apiUrl).hostname];
  const dispatcher = createGuardedDispatcher({ trusted });
  const serve = createFileServer({
    dispatcher,
    clientOf: (team) => orNull(workspaces.clientOf(team)),
    signer,
    clock,
    logger,
    apiUrl: options.apiUrl ?? null,
    maxBytes: LARGEST_FILE,
  });
  return {
    attachments: (files, team) => (links === null ? [] : attachmentsOf(files as readonly SlackFile[], { team, links })),
    serve,
    close: () => dispatcher.destroy(),
  };
}

/** The one that was named, else one that is there and seldom changes. */
function secretsFor({ linkSecret, signingSecret, oauth, appToken, botToken }: SlackOptions): readonly string[] {
  const own = asList(linkSecret);
  if (own.length > 0) return own;
  const others = [...asList(signingSecret), ...[oauth?.stateSecret, appToken, botToken].flatMap((one) => one ?? [])];
  return others.slice(0, 1);
}
