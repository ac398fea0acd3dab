import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { askSandbox } from './ask-sandbox.ts';
import type { PageParts } from './page-parts.ts';
import { parseBody } from './parse-body.ts';

const MAX_BODY_BYTES = 8 * 1024 * 1024;
const ANSWER_TIMEOUT_MS = 5_000;

const phoneNumber = z.string().regex(/^\+[1-9]\d{6,14}$/);
const mediaSid = z.string().regex(/^ME[0-9a-f]{32}$/);
const picture = z.enum(['image/jpeg', 'image/png', 'image/gif', 'image/webp']);
const written = z.strictObject({
  body: z.string().max(1_600),
  media: z
    .array(z.strictObject({ contentType: picture, base64: z.base64().max(MAX_BODY_BYTES) }))
    .max(1)
    .optional(),
});
const messages = z.object({ items: z.array(z.looseObject({ sid: z.string() })) });
const callbacks = z.object({
  items: z.array(z.object({ purpose: z.string(), messageSid: z.string().nullish(), url: z.string() })),
});

interface PhoneParams {
  readonly Params: { readonly phone: string };
}

interface MediaParams {
  readonly Params: { readonly sid: string };
}

/** A phone: the control API of the sandbox of Twilio, which plays the hands of whoever has one. */
export function addPhoneRoutes(app: FastifyInstance, { phone: { url, number } }: PageParts): void {
  app.get<PhoneParams>('/demo/phone/:phone/messages', async ({ params }, reply) => {
    const phone = encodeURIComponent(parseBody(phoneNumber, params.phone));
    const { status, answer } = await askSandbox(url, `/phones/${phone}/messages`);
    // A phone that has never been used.
    if (status === 404) return { number, items: [] };
    if (status !== 200) return reply.code(status).send(answer);
    const deliveries = deliveriesOf(callbacks.parse((await askSandbox(url, '/webhooks')).answer));
    const { items } = messages.parse(answer);
    return { number, items: items.map((item) => ({ ...item, deliveryId: deliveries.get(item.sid) ?? null })) };
  });

  app.post<PhoneParams>(
    '/demo/phone/:phone/messages',
    { bodyLimit: MAX_BODY_BYTES },
    async ({ params, body }, reply) => {
      const phone = encodeURIComponent(parseBody(phoneNumber, params.phone));
      const text = { ...parseBody(written, body), to: number };
      const { status, answer } = await askSandbox(url, `/phones/${phone}/messages`, text);
      return reply.code(status).send(answer);
    },
  );

  app.get<MediaParams>('/demo/phone/media/:sid', async ({ params }, reply) => {
    const response = await fetch(`${url}/_sandbox/media/${parseBody(mediaSid, params.sid)}`, {
      signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS),
    });
    const { success, data: type } = picture.safeParse(response.headers.get('content-type'));
    if (!response.ok || !success) return reply.code(404).send();
    return reply.type(type).send(Buffer.from(await response.arrayBuffer()));
  });
}

/** Which delivery of the bridge a message is: the bridge says so in the address where it wants to hear of it. */
function deliveriesOf({ items }: z.infer<typeof callbacks>): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const { purpose, messageSid, url } of items) {
    const delivery = purpose === 'status' && URL.canParse(url) ? new URL(url).searchParams.get('d') : null;
    if (typeof messageSid === 'string' && delivery !== null) found.set(messageSid, delivery);
  }
  return found;
}
