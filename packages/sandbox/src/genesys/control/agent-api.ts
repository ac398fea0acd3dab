import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { parseBody } from '../../control/parse-body.ts';
import type { AgentDesk, AgentName, AgentWords, WantedMedia } from './agent-desk.ts';

const nameShape: z.ZodType<AgentName> = z.strictObject({
  displayName: z.string().min(1).optional(),
  avatarImageUrl: z.url().optional(),
});
const wordsShape: z.ZodType<AgentWords> = z.strictObject({
  text: z.string().min(1),
  bodyType: z.enum(['standard', 'notice']).optional(),
});
const mediaShape: z.ZodType<WantedMedia> = z.strictObject({
  types: z
    .array(z.enum(['COBROWSE', 'SCREENSHARE']))
    .min(1)
    .optional(),
});

/** The agents' side over HTTP. */
export function mountAgentApi(scope: FastifyInstance, desk: AgentDesk): void {
  const actions: Record<string, (id: string, body: unknown) => object> = {
    alert: (id, body) => desk.alert(id, parseBody(nameShape, body)),
    decline: (id) => desk.decline(id),
    accept: (id, body) => desk.accept(id, parseBody(nameShape, body)),
    say: (id, body) => desk.say(id, parseBody(wordsShape, body)),
    type: (id) => desk.type(id),
    hold: (id) => desk.hold(id),
    'media-request': (id, body) => desk.requestMedia(id, parseBody(mediaShape, body)),
    leave: (id) => desk.leave(id),
    transfer: (id, body) => desk.transfer(id, parseBody(nameShape, body)),
  };
  for (const [name, act] of Object.entries(actions)) {
    scope.post<{ Params: { id: string } }>(`/conversations/:id/agent/${name}`, ({ params, body }) => {
      return act(params.id, body);
    });
  }
}
