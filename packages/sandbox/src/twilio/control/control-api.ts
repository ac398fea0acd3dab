import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { ControlError } from '../../control/control-error.ts';
import { openControlScope } from '../../control/control-scope.ts';
import { parseBody } from '../../control/parse-body.ts';
import { streamTrace } from '../../control/trace-stream.ts';
import { twilioFaultShape } from '../faults/fault-rule.ts';
import { someTwilioKnobs } from '../knobs.ts';
import { mountPhonePage } from '../page/phone-page.ts';
import type { TwilioControl } from './twilio-control.ts';

const textShape = z.strictObject({
  to: z.string().optional(),
  body: z.string().optional(),
  media: z.array(z.strictObject({ contentType: z.string().min(1), base64: z.base64() })).optional(),
});
const optOutShape = z.strictObject({ sender: z.string(), phone: z.string() });
const tokenShape = z.strictObject({ authToken: z.string().min(1) });

interface OfPhone {
  readonly Params: { readonly phone: string };
}

/** Mounts the control API: JSON, without auth, for this machine only. */
export function mountTwilioControl(app: FastifyInstance, control: TwilioControl): void {
  app.register(
    async (scope) => {
      openControlScope(scope);
      scope.get('/healthz', () => ({ status: 'ok' }));
      scope.get('/events', (request, reply) => streamTrace(control, request, reply));
      scope.get('/numbers', () => ({ items: control.numbers() }));
      mountPhones(scope, control);
      mountOptOuts(scope, control);
      await mountPhonePage(scope);
      scope.get('/faults', () => ({ items: control.faults() }));
      scope.post('/faults', ({ body }) => control.addFault(parseBody(twilioFaultShape, body)));
      scope.delete('/faults', (_request, reply) => {
        control.clearFaults();
        return reply.code(204).send();
      });
      scope.get('/debugger', () => ({ items: control.debugger() }));
      scope.get('/webhooks', () => ({ items: control.webhooks() }));
      scope.get('/knobs', () => control.knobs());
      scope.patch('/knobs', ({ body }) => control.turn(parseBody(someTwilioKnobs, body)));
      scope.post('/auth-token', ({ body }, reply) => {
        control.promoteToken(parseBody(tokenShape, body).authToken);
        return reply.code(204).send();
      });
      scope.post('/reset', (_request, reply) => {
        control.reset();
        return reply.code(204).send();
      });
    },
    { prefix: '/_sandbox' },
  );
}

function mountPhones(scope: FastifyInstance, control: TwilioControl): void {
  scope.get('/phones', () => ({ items: control.phones() }));
  scope.get<OfPhone>('/phones/:phone/messages', ({ params }) => ({ items: control.messages(params.phone) }));
  scope.post<OfPhone>('/phones/:phone/messages', ({ params, body }) => {
    const { to, body: text, media = [] } = parseBody(textShape, body);
    return control.text({
      from: params.phone,
      ...(to !== undefined && { to }),
      ...(text !== undefined && { body: text }),
      media: media.map(({ contentType, base64 }) => ({ contentType, bytes: Buffer.from(base64, 'base64') })),
    });
  });
  scope.get<{ Params: { sid: string } }>('/media/:sid', ({ params }, reply) => {
    const media = control.media(params.sid);
    if (media === undefined) throw new ControlError(404, `No media ${params.sid}`);
    // Whatever somebody sent: it is looked at, never run.
    reply.headers({ 'Content-Security-Policy': "default-src 'none'; sandbox", 'X-Content-Type-Options': 'nosniff' });
    return reply.type(media.contentType).send(media.bytes);
  });
}

function mountOptOuts(scope: FastifyInstance, control: TwilioControl): void {
  scope.get('/opt-outs', () => ({ items: control.optOuts() }));
  scope.post('/opt-outs', ({ body }, reply) => {
    const { sender, phone } = parseBody(optOutShape, body);
    control.optOut(sender, phone);
    return reply.code(204).send();
  });
  scope.delete('/opt-outs', ({ body }, reply) => {
    const { sender, phone } = parseBody(optOutShape, body);
    if (!control.optIn(sender, phone)) throw new ControlError(404, `${phone} has not opted out of ${sender}`);
    return reply.code(204).send();
  });
}
