import type { CustomerProfile } from '@trunkline/core';
import type { Person } from '../people/people.ts';
import type { Inbound } from './inbound.ts';
import { isOneToOne } from './one-to-one.ts';

export interface Asker {
  readonly team: string;
  readonly person: Person;
  readonly channel: string;
}

/** What an agent is told of who is asking. */
export async function profileOf({ workspaces, people }: Inbound, asker: Asker): Promise<CustomerProfile> {
  const { team, person, channel } = asker;
  const [home, channelName] = await Promise.all([
    workspaces.homeOf(team),
    isOneToOne(channel) ? null : people.channel(team, channel),
  ]);
  return {
    ...(person.name !== null && { name: person.name }),
    ...(person.email !== null && { email: person.email }),
    attributes: {
      slackProfile: home === null ? `slack://user?team=${team}&id=${person.id}` : `${home}team/${person.id}`,
      slackUser: person.id,
      slackTeam: team,
      ...(channelName !== null && { slackChannel: `#${channelName}` }),
    },
  };
}
