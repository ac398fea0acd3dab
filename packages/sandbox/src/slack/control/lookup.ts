import { ControlError } from '../../control/control-error.ts';
import type { Actor } from '../interaction/interactions.ts';
import type { SlackCloud } from '../slack-cloud.ts';
import type { Channel } from '../workspace/channel.ts';
import type { Message } from '../workspace/message.ts';
import type { Person } from '../workspace/person.ts';
import type { Team } from '../workspace/team.ts';

/** Finds what the control API names; a ControlError when it is not there. */
export function findTeam(cloud: SlackCloud, nameOrId?: string): Team {
  const teams = [...cloud.teams.values()];
  const team =
    nameOrId === undefined ? teams[0] : teams.find(({ id, domain }) => id === nameOrId || domain === nameOrId);
  if (team === undefined) throw new ControlError(404, `No workspace ${nameOrId ?? 'at all'}`);
  return team;
}

/** By id, or by handle in the workspace named, else in the first that has one. */
export function findActor(cloud: SlackCloud, user: string, team?: string): Actor {
  const teams = team === undefined ? [...cloud.teams.values()] : [findTeam(cloud, team)];
  for (const one of teams) {
    const person = one.person(user);
    if (person !== undefined) return { team: one, person };
  }
  throw new ControlError(404, `Nobody is called ${user}`);
}

/** By id, or by name within the workspace. */
export function findChannel(team: Team, nameOrId: string): Channel {
  const channel = team.channel(nameOrId);
  if (channel === undefined) throw new ControlError(404, `No channel ${nameOrId}`);
  return channel;
}

/** One that the person is in. */
export function findOwnChannel({ team, person }: Actor, nameOrId: string): Channel {
  const channel = findChannel(team, nameOrId);
  if (!channel.members.has(person.id)) throw new ControlError(409, `${person.name} is not in ${nameOrId}`);
  return channel;
}

/** One that everybody sees, or an ephemeral one of the person's. */
export function findMessage(channel: Channel, ts: string, person?: Person): Message {
  const own = channel.ephemerals.find(({ user, message }) => message.ts === ts && user === person?.id);
  const message = channel.find(ts) ?? own?.message;
  if (message === undefined) throw new ControlError(404, `No message ${ts}`);
  return message;
}
