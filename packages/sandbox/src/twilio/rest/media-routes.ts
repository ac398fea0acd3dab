import { TwilioApiError } from '../api-error.ts';
import type { TwilioCloud } from '../cloud.ts';
import type { Media, Message } from '../message.ts';
import { messageOf } from './message-routes.ts';
import { mediaView } from './message-view.ts';
import { page2010, pageOf } from './page.ts';
import type { TwilioCall, TwilioRoute } from './route.ts';
import { storageUrl } from './storage.ts';

const base = '/2010-04-01/Accounts/:accountSid/Messages/:sid(^[A-Z]{2}\\w+)/Media';

/** Media of messages (§1.9): list, fetch, delete, and the files themselves. */
export function mediaRoutes(cloud: TwilioCloud): readonly TwilioRoute[] {
  const { account } = cloud;
  return [
    {
      operation: 'media',
      method: 'GET',
      path: `${base}.json`,
      handle: (call) => {
        const message = messageOf(cloud, call);
        const page = pageOf(message.media, call.query);
        const items = page.items.map((media) => mediaView(account.sid, message, media));
        const path = `/2010-04-01/Accounts/${account.sid}/Messages/${message.sid}/Media.json`;
        return { status: 200, body: page2010(page, path, { key: 'media_list', items }) };
      },
    },
    {
      operation: 'media',
      method: 'GET',
      path: `${base}/:mediaSid(^ME\\w+).json`,
      handle: (call) => {
        const { message, media } = mediaOf(cloud, call);
        return { status: 200, body: mediaView(account.sid, message, media) };
      },
    },
    {
      operation: 'media',
      method: 'DELETE',
      path: `${base}/:mediaSid(^ME\\w+).json`,
      handle: (call) => {
        const { message, media } = mediaOf(cloud, call);
        message.media.splice(message.media.indexOf(media), 1);
        return { status: 204 };
      },
    },
    {
      operation: 'mediaBytes',
      method: 'GET',
      path: `${base}/:mediaSid(^ME\\w+)`,
      handle: (call) => {
        const { media } = mediaOf(cloud, call);
        if (cloud.knobs.mediaRedirect) return { status: 307, location: storageUrl(cloud, media) };
        return { status: 200, bytes: { contentType: media.contentType, content: media.bytes } };
      },
    },
  ];
}

function mediaOf(cloud: TwilioCloud, call: TwilioCall): { readonly message: Message; readonly media: Media } {
  const message = messageOf(cloud, call);
  const media = message.media.find(({ sid }) => sid === call.params['mediaSid']);
  if (media === undefined) throw new TwilioApiError(20404);
  return { message, media };
}
