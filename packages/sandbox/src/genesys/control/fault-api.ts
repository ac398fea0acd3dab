import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { parseBody } from '../../control/parse-body.ts';
import { faultRuleShape } from '../faults/fault-rule.ts';
import type { GenesysControl } from './genesys-control.ts';

const conversationId = z.string().min(1);
const whichShape = z.strictObject({ conversationId: conversationId.optional() });
/** Codes that a server may send: 1005, 1006 and 1015 only say that there was none. */
const closeCode = z
  .int()
  .min(1000)
  .max(4999)
  .refine((code) => code >= 3000 || [1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013].includes(code), {
    error: 'No close code that can be sent',
  });
const dropShape = z.strictObject({
  conversationId: conversationId.optional(),
  code: closeCode.optional(),
  reason: z.string().max(120).optional(),
});
const endShape = z.strictObject({ conversationId, by: z.enum(['agent', 'silence', 'system']) });
const awayShape = z.strictObject({ how: z.enum(['reset', 'unavailable', 'gateway', 'hang']).default('reset') });
const stormShape = z.strictObject({
  retryAfterS: z.int().min(0).optional(),
  times: z.int().min(1).nullable().optional(),
  code: z.enum(['too.many.requests', 'too.many.requests.retry.after']).optional(),
  conversationId: conversationId.optional(),
});
const textShape = z.strictObject({ conversationId, text: z.string() });

/** Faults over HTTP: rules, and what strikes at once. */
export function mountFaultApi(scope: FastifyInstance, control: GenesysControl): void {
  scope.get('/faults', () => ({ items: control.faults() }));
  scope.post('/faults', ({ body }) => control.addFault(parseBody(faultRuleShape, body)));
  scope.delete('/faults', (_request, reply) => {
    control.clearFaults();
    return reply.code(204).send();
  });
  for (const [name, strike] of Object.entries(commands(control))) {
    scope.post(`/faults/${name}`, ({ body }) => strike(body));
  }
}

function commands({ fault }: GenesysControl): Readonly<Record<string, (body: unknown) => object>> {
  const which = (body: unknown) => parseBody(whichShape, body).conversationId;
  return {
    'drop-sockets': (body) => {
      const { conversationId: id, ...close } = parseBody(dropShape, body);
      return { dropped: fault.dropSockets(id, close) };
    },
    'stall-sockets': (body) => ({ stalled: fault.stallSockets(which(body)) }),
    'revive-sockets': (body) => ({ revived: fault.reviveSockets(which(body)) }),
    'expire-tokens': (body) => ({ expired: fault.expireTokens(which(body)) }),
    end: (body) => {
      const { conversationId: id, by } = parseBody(endShape, body);
      fault.end(id, by);
      return { by };
    },
    'forget-connected': (body) => fault.forgetConnected(which(body)),
    away: (body) => {
      const { how } = parseBody(awayShape, body);
      fault.away(how);
      return { how };
    },
    back: () => ({ broken: fault.back() }),
    storm: (body) => fault.storm(parseBody(stormShape, body)),
    'send-text': (body) => {
      const { conversationId: id, text } = parseBody(textShape, body);
      return { sent: fault.sendText(id, text) };
    },
  };
}
