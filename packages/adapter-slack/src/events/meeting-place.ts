import type { Address } from '@trunkline/core';
import type { WebClient } from '@slack/web-api';
import { encodeAddress } from '../address.ts';
import { within } from '../people/within.ts';
import type { Inbound } from './inbound.ts';

export interface Wish {
  readonly team: string;
  /** Where somebody asked. */
  readonly channel: string;
  readonly user: string;
  /** Tells one wish of a person from the next. */
  readonly nonce: string;
}

export interface MeetingPlace {
  readonly address: Address;
  /** Somewhere else than where it was asked for. */
  readonly isElsewhere: boolean;
}

const PATIENCE_MS = 1_500;

/**
 * Where a conversation is held that has no thread yet: in the channel, or, where the app is not in it, in a direct
 * message. If Slack does not tell in time, the first delivery finds out.
 */
export async function meetingPlace({ workspaces, context }: Inbound, wish: Wish): Promise<MeetingPlace> {
  const { team, channel } = wish;
  const provisional = { address: encodeAddress({ ...wish }), isElsewhere: false };
  const found = workspaces
    .clientOf(team)
    .then(async (client): Promise<MeetingPlace> => {
      const where = await standing(client, channel);
      if (where === 'inside') return provisional;
      if (where === 'direct') return { address: encodeAddress({ team, channel, thread: null }), isElsewhere: false };
      const opened = await client.conversations.open({ users: wish.user });
      const direct = opened.channel?.id;
      if (direct === undefined) return provisional;
      return { address: encodeAddress({ team, channel: direct, thread: null }), isElsewhere: true };
    })
    .catch(() => provisional);
  return await within(found, { ms: PATIENCE_MS, clock: context.clock, otherwise: provisional });
}

async function standing(client: WebClient, channel: string): Promise<'inside' | 'direct' | 'outside'> {
  try {
    const { channel: found } = await client.conversations.info({ channel });
    if (found?.is_im === true) return 'direct';
    return found?.is_member === true || found?.is_mpim === true ? 'inside' : 'outside';
  } catch (error) {
    // Somebody else's direct message, or a private channel without the app.
    if ((error as { readonly data?: { readonly error?: unknown } }).data?.error === 'channel_not_found')
      return 'outside';
    throw error;
  }
}
