import { SlackError } from '../slack-error.ts';
import { keepFile } from '../workspace/keep-file.ts';
import { postMessage } from '../workspace/posting.ts';
import type { StoredFile } from '../workspace/stored-file.ts';
import { fileObject } from '../workspace/stored-file.ts';
import type { BotCall, BotMethods } from './api-method.ts';
import { Args } from './args.ts';
import { authorOf } from './author.ts';
import { blocksOf } from './message-content.ts';
import { postableChannel } from './reach.ts';

export const fileMethods: BotMethods = {
  'files.info': { scopes: ['files:read'], handle: info },
  'files.getUploadURLExternal': { scopes: ['files:write'], handle: uploadUrl },
  'files.completeUploadExternal': { scopes: ['files:write'], handle: complete },
};

function info({ cloud, args, team }: BotCall): object {
  const file = team.files.get(args.required('file', 'file_not_found'));
  if (file === undefined) throw new SlackError('file_not_found');
  return { file: fileObject(file, cloud.baseUrl), comments: [], response_metadata: { next_cursor: '' } };
}

function uploadUrl({ cloud, args, team }: BotCall): object {
  const filename = args.required('filename');
  if (args.count('length', 0) < 1) throw new SlackError('invalid_arguments');
  const { secret, fileId } = cloud.uploads.begin(team.id, filename);
  return { upload_url: `${cloud.baseUrl}/upload/v1/${secret}`, file_id: fileId };
}

/** Shares them in one message, or only keeps them. */
function complete(call: BotCall): object {
  const { cloud, args, team, bot } = call;
  const wanted = args.json('files', 'invalid_arguments');
  if (!Array.isArray(wanted) || wanted.length === 0) throw new SlackError('invalid_arguments');
  const given = args.text('channel_id') ?? args.text('channels');
  const channel = given === undefined ? undefined : postableChannel(toChannel(call, given));
  const files: StoredFile[] = wanted.map(({ id, title }: { id: string; title?: string }) => {
    const upload = cloud.uploads.take(id);
    if (upload === undefined || upload.teamId !== team.id) throw new SlackError('file_not_found');
    const facts = {
      id,
      user: bot.botUserId,
      name: upload.filename,
      title: title ?? upload.filename,
      bytes: upload.bytes,
    };
    return keepFile(cloud, team, { ...facts, channels: channel === undefined ? [] : [channel.id] });
  });
  const shown = files.map((file) => fileObject(file, cloud.baseUrl));
  if (channel === undefined) return { files: shown };
  const thread = args.text('thread_ts');
  const blocks = blocksOf(args);
  postMessage(cloud, channel, {
    subtype: 'file_share',
    text: args.text('initial_comment') ?? '',
    ...authorWithoutSubtype(call),
    files: shown,
    upload: true,
    ...(blocks && { blocks }),
    ...(thread !== undefined && { thread_ts: channel.find(thread)?.thread_ts ?? thread }),
  });
  return { files: shown };
}

function authorWithoutSubtype(call: BotCall): object {
  const { subtype: _, ...author } = authorOf(call);
  return author;
}

function toChannel(call: BotCall, channel: string): BotCall {
  return { ...call, args: new Args({ channel }) };
}
