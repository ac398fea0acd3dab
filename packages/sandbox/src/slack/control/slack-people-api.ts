import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { parseBody } from '../../control/parse-body.ts';
import {
  clickShape,
  commandShape,
  directShape,
  editShape,
  messageShape,
  placeShape,
  sayShape,
  shortcutShape,
  submitShape,
  uploadShape,
} from './orders.ts';
import type { SlackPeople } from './slack-people.ts';
import { channelView } from './slack-views.ts';

const done = { ok: true };
const viewShape = z.strictObject({ viewId: z.string().min(1) });

/** What people do, over HTTP: one call for each. */
export function mountPeopleApi(scope: FastifyInstance, people: SlackPeople): void {
  const actions: Readonly<Record<string, (body: unknown) => object | Promise<object>>> = {
    say: (body) => people.say(parseBody(sayShape, body)),
    edit: (body) => people.edit(parseBody(editShape, body)),
    unfurl: (body) => people.unfurl(parseBody(messageShape, body)),
    upload: (body) => people.upload(parseBody(uploadShape, body)),
    command: (body) => people.command(parseBody(commandShape, body)),
    shortcut: (body) => people.shortcut(parseBody(shortcutShape, body)),
    click: (body) => people.click(parseBody(clickShape, body)),
    submit: (body) => {
      const { viewId, values } = parseBody(submitShape, body);
      return people.submit(viewId, values);
    },
    direct: (body) => {
      const { user, with: others, team } = parseBody(directShape, body);
      return channelView(people.direct(user, others, team));
    },
    delete: (body) => {
      people.remove(parseBody(messageShape, body));
      return done;
    },
    join: (body) => {
      people.join(parseBody(placeShape, body));
      return done;
    },
    leave: (body) => {
      people.leave(parseBody(placeShape, body));
      return done;
    },
    'close-view': async (body) => {
      await people.close(parseBody(viewShape, body).viewId);
      return done;
    },
  };
  for (const [name, act] of Object.entries(actions)) scope.post(`/${name}`, ({ body }) => act(body));
}
