import { createHmac, randomBytes } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { fastify } from 'fastify';
import type { TwilioCloud } from '../cloud.ts';
import type { Media } from '../message.ts';

const secret = randomBytes(16);

/** Where a file really is: an address that needs no credentials, because it is signed. */
export function storageUrl(cloud: TwilioCloud, media: Media): string {
  return `${cloud.urls.storage}/${media.sid}?Signature=${signatureOf(media.sid)}`;
}

/** The storage host (§1.9): another origin than the API's, so that clients drop the credentials on the way. */
export function createStorageApp(cloud: TwilioCloud): FastifyInstance {
  const app = fastify({ exposeHeadRoutes: true, forceCloseConnections: true });
  app.get<{ Params: { sid: string }; Querystring: { Signature?: string } }>('/:sid', (request, reply) => {
    const { sid } = request.params;
    const refuse = (status: number, code: string) =>
      reply
        .code(status)
        .type('application/xml')
        .send(`<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code></Error>`);
    if (request.headers.authorization !== undefined && cloud.knobs.storageRefusesAuth) {
      cloud.trace.emit({
        kind: 'rest',
        method: 'GET',
        path: `/${sid}`,
        status: 400,
        text: 'credentials at the storage',
      });
      return refuse(400, 'InvalidArgument');
    }
    if (request.query.Signature !== signatureOf(sid)) return refuse(403, 'AccessDenied');
    const media = cloud.messages.media(sid);
    if (media === undefined) return refuse(404, 'NoSuchKey');
    return reply.type(media.contentType).send(media.bytes);
  });
  return app;
}

function signatureOf(sid: string): string {
  return createHmac('sha256', secret).update(sid).digest('hex');
}
