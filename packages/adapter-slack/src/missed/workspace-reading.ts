import type { Inbound } from '../events/inbound.ts';
import { directChannels } from './direct-channels.ts';
import { endedThreads } from './ended-threads.ts';
import { memberChannels } from './member-channels.ts';
import type { Places } from './places.ts';
import type { Reading } from './reading.ts';

export interface WorkspaceToRead {
  readonly team: string;
  /** Epoch milliseconds. */
  readonly since: number;
}

/** Finds the places of a workspace that have to be read. */
export function workspaceReading(inbound: Inbound, places: Places, { team, since }: WorkspaceToRead): Reading {
  return {
    team,
    isOpen: false,
    async read(_, { signal }) {
      const channels = await memberChannels(inbound, { team, types: 'public_channel,private_channel' }, signal);
      const direct = await directChannels(inbound, team, signal);
      for (const channel of [...channels, ...direct]) places.addChannel({ team, channel }, since);
      for (const place of await endedThreads(inbound, { team, since })) places.addEnded(place, since);
      return [];
    },
    done() {},
  };
}
