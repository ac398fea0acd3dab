import type { Difference } from '@trunkline/core';
import { printable, table } from './table.ts';

export interface AuditItem extends Difference {
  readonly channel: string;
  readonly conversationId: string | null;
  /** Of which side the store says something else. */
  readonly side: string;
}

export interface AuditReport {
  readonly items: readonly AuditItem[];
  /** Messages with neither a delivery that ended nor one that somebody looks after. */
  readonly unaccounted: number;
  readonly sessions: {
    readonly compared: number;
    readonly entries: number;
    /** Whose history the contact centre does not give any more. */
    readonly unreadable: readonly { readonly conversationId: string; readonly code: string }[];
  };
  readonly channels: readonly { readonly channel: string; readonly compared: boolean }[];
}

const KINDS: Readonly<Record<Difference['kind'], string>> = {
  missingHere: 'missing here',
  missingThere: 'missing there',
  otherwise: 'otherwise',
};

export function asText({ items, unaccounted, sessions, channels }: AuditReport): string {
  const { compared, entries, unreadable } = sessions;
  const able = channels.filter((one) => one.compared).map(({ channel }) => channel);
  const unable = channels.filter((one) => !one.compared).map(({ channel }) => channel);
  const differences = table(
    ['CHANNEL', 'CONVERSATION', 'SIDE', 'DIFFERENCE', 'ABOUT', 'WHAT'],
    items.map(({ channel, conversationId, side, kind, about, text }) => [
      channel,
      conversationId ?? '',
      side,
      KINDS[kind] ?? kind,
      about,
      text,
    ]),
  );
  const lines = [
    ...(items.length === 0 ? ['no differences'] : [differences, '']),
    `agents     ${compared} open chats compared, ${entries} entries; ended ones can no longer be read`,
    ...unreadable.map(
      ({ conversationId, code }) => `           ${conversationId} could not be read: ${printable(code)}`,
    ),
    ...(able.length === 0 ? [] : [`customers  compared on ${able.join(', ')}`]),
    ...(unable.length === 0 ? [] : [`           not compared on ${unable.join(', ')}: nobody there can be asked`]),
    `messages   ${unaccounted} without a delivery that has ended or that somebody looks after`,
  ];
  return `${lines.join('\n')}\n`;
}
