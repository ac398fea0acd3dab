import { SlackError } from '../slack-error.ts';
import type { Person } from '../workspace/person.ts';
import { userObject } from '../workspace/person.ts';
import type { BotCall, BotMethods } from './api-method.ts';
import { pageOf } from './page.ts';

export const peopleMethods: BotMethods = {
  'users.info': { scopes: ['users:read'], handle: info },
  'users.list': { scopes: ['users:read'], handle: list },
};

function info(call: BotCall): object {
  const person = call.team.people.get(call.args.required('user', 'user_not_found'));
  if (person === undefined) throw new SlackError('user_not_found');
  return { user: view(call, person) };
}

function list(call: BotCall): object {
  const page = pageOf([...call.team.people.values()], call.args, { standard: 1_000, most: 1_000 });
  const members = page.items.map((person) => view(call, person));
  return {
    members,
    cache_ts: Math.floor(call.cloud.now() / 1_000),
    response_metadata: { next_cursor: page.nextCursor },
  };
}

function view({ cloud, bot }: BotCall, person: Person): object {
  return userObject(person, { baseUrl: cloud.baseUrl, email: bot.scopes.includes('users:read.email') });
}
