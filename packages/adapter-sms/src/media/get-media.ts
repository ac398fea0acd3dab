import type { AdapterContext, ChannelReply, ChannelRequest } from '@trunkline/core';
import type { SmsProvider } from '../provider/provider.ts';
import type { MediaLinks } from './media-links.ts';
import { mediaPage } from './media-page.ts';
import { sniffType } from './sniff-type.ts';

export interface MediaServices {
  readonly context: Pick<AdapterContext, 'clock' | 'count'>;
  readonly provider: SmsProvider;
  /** Null: nobody was ever given a link. */
  readonly links: MediaLinks | null;
}

/** `GET /media/…`: hands on what a customer sent, as what it is, never as anything that could run. */
export async function getMedia(request: ChannelRequest, services: MediaServices): Promise<ChannelReply> {
  const { context, provider, links } = services;
  const read = links?.read(request.url, context.clock.now()) ?? { link: 'forged' as const };
  if (read.link === 'none') return { status: 404 };
  if (read.link !== 'good') return mediaPage(read.link);
  const fetched = await provider.fetchMedia(read.file, request.signal);
  if (fetched.media !== 'here') return mediaPage(fetched.media);
  const { contentType, extension, shown } = sniffType(fetched.bytes);
  context.count('media_served');
  return {
    status: 200,
    headers: {
      'content-type': contentType,
      'content-length': String(fetched.bytes.length),
      'content-disposition': `${shown ? 'inline' : 'attachment'}; filename="${read.file.sid}-${read.file.index}.${extension}"`,
      'content-security-policy': "default-src 'none'; sandbox",
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cache-control': 'private, max-age=3600',
    },
    body: fetched.bytes,
  };
}
