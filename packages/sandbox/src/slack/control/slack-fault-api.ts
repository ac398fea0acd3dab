import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { parseBody } from '../../control/parse-body.ts';
import { slackFaultRuleShape } from '../faults/slack-fault.ts';
import type { SlackControl } from './slack-control.ts';

const which = z.enum(['all', 'oldest']).default('all');
const dropShape = z.strictObject({ which });
const disconnectShape = z.strictObject({
  which,
  reason: z.enum(['warning', 'refresh_requested', 'link_disabled', 'too_many_websockets']),
});
const awayShape = z.strictObject({ how: z.enum(['reset', 'unavailable', 'hang']).default('reset') });

/** Faults over HTTP: rules, and what strikes at once. */
export function mountSlackFaultApi(scope: FastifyInstance, control: SlackControl): void {
  scope.get('/faults', () => ({ items: control.faults() }));
  scope.post('/faults', ({ body }) => control.addFault(parseBody(slackFaultRuleShape, body)));
  scope.delete('/faults', (_request, reply) => {
    control.clearFaults();
    return reply.code(204).send();
  });
  scope.post('/faults/drop-sockets', ({ body }) => ({
    dropped: control.dropSockets(parseBody(dropShape, body).which),
  }));
  scope.post('/faults/disconnect-sockets', ({ body }) => {
    const { reason, which: those } = parseBody(disconnectShape, body);
    return { asked: control.disconnectSockets(reason, those) };
  });
  scope.post('/faults/stall-sockets', () => ({ stalled: control.stallSockets() }));
  scope.post('/faults/revive-sockets', () => ({ revived: control.reviveSockets() }));
  scope.post('/faults/away', ({ body }) => {
    const { how } = parseBody(awayShape, body);
    control.away(how);
    return { how };
  });
  scope.post('/faults/back', () => ({ broken: control.back() }));
}
