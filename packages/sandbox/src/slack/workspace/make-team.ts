import { newId } from '../id.ts';
import { install } from '../oauth/installing.ts';
import type { SlackCloud } from '../slack-cloud.ts';
import { Channel } from './channel.ts';
import type { Person } from './person.ts';
import { Team } from './team.ts';
import type { ChannelPlan, PersonPlan, TeamPlan } from './team-plan.ts';

/** A workspace as planned, with the app in it if there is a token. */
export function makeTeam(cloud: SlackCloud, plan: TeamPlan): Team {
  const team = new Team({ id: plan.id ?? newId('T'), name: plan.name, domain: plan.domain });
  cloud.teams.set(team.id, team);
  for (const person of plan.people) makePerson(team, person);
  if (plan.botToken !== undefined) {
    const installer = [...team.people.keys()][0] ?? '';
    install(cloud, team, { scopes: plan.scopes ?? cloud.app.scopes, installerId: installer });
    cloud.tokens.add(plan.botToken, team.id);
  }
  for (const channel of plan.channels) makeChannel(cloud, team, channel);
  return team;
}

export function makePerson(team: Team, plan: PersonPlan): Person {
  const person: Person = {
    id: plan.id ?? newId('U'),
    teamId: team.id,
    name: plan.name,
    realName: plan.realName,
    displayName: plan.realName.split(' ')[0] ?? plan.name,
    title: plan.title ?? '',
    email: plan.email ?? '',
    isBot: false,
  };
  team.people.set(person.id, person);
  return person;
}

/** Members by handle or id, else everybody; whom nobody knows is passed over. */
export function makeChannel(cloud: SlackCloud, team: Team, plan: ChannelPlan): Channel {
  const everybody = [...team.people.values()].filter((person) => !person.isBot).map(({ id }) => id);
  const members = plan.members?.flatMap((name) => team.person(name)?.id ?? []) ?? everybody;
  const bot = plan.bot === true && team.installation !== undefined ? [team.installation.botUserId] : [];
  const kind = plan.private === true ? 'group' : 'channel';
  const facts = { teamId: team.id, name: plan.name, kind, created: cloud.now() } as const;
  const channel = new Channel({ ...facts, id: plan.id ?? newId('C'), members: [...members, ...bot] });
  team.channels.set(channel.id, channel);
  return channel;
}
