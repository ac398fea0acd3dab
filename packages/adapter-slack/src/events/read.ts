import type { Attachment } from '@trunkline/core';
import { mentionedUsers } from '../format/mentions.ts';
import { toText } from '../format/to-text.ts';
import type { People } from '../people/people.ts';
import type { Read } from './inbound.ts';

export interface ReadOptions {
  readonly people: People;
  readonly attachments: (files: readonly unknown[], team: string) => readonly Attachment[];
}

/** More names than these in one message are shown as ids. */
const MOST_NAMES = 20;
const CHANNEL = /<#([A-Z0-9]+)(?:\|)?>/g;

export function createRead({ people, attachments }: ReadOptions): Read {
  return {
    async text(message, { team, botUserId }) {
      const text = withoutCall(message.text, botUserId);
      const users = mentionedUsers({ ...message, text }).slice(0, MOST_NAMES);
      const channels = [...new Set([...(text ?? '').matchAll(CHANNEL)].map(([, id = '']) => id))].slice(0, MOST_NAMES);
      const [userNames, channelNames] = await Promise.all([
        named(users, async (id) => (await people.person(team, id)).name),
        named(channels, (id) => people.channel(team, id)),
      ]);
      return toText({ ...message, text }, { user: (id) => userNames.get(id), channel: (id) => channelNames.get(id) });
    },
    attachments,
  };
}

/** The mention that called the app says nothing to an agent. */
function withoutCall(text: string | undefined, botUserId: string): string | undefined {
  return text?.replace(new RegExp(`^\\s*<@${botUserId}(?:\\|[^>]*)?>[\\s,:]*`), '');
}

async function named(
  ids: readonly string[],
  ask: (id: string) => Promise<string | null>,
): Promise<ReadonlyMap<string, string>> {
  const found = await Promise.all(ids.map(async (id) => [id, await ask(id)] as const));
  return new Map(found.flatMap(([id, name]) => (name === null ? [] : [[id, name] as const])));
}
