import type { KnownBlock } from '@slack/types';
import type { ConversationId, Status } from '@trunkline/core';
import { withEmoji } from '../format/emoji.ts';
import { plainName } from '../format/plain-name.ts';
import { filled, type SlackTexts } from '../texts.ts';
import { conversationButtons } from './buttons.ts';

export interface StatusFacts {
  readonly conversation: ConversationId;
  readonly status: Status;
  readonly agentName: string | null;
  /** What the message began with, as mrkdwn; null: it only shows the status. */
  readonly lead: string | null;
}

export interface StatusView {
  /** For notifications and readers of screens. */
  readonly text: string;
  readonly blocks: KnownBlock[];
}

/** The one message that shows how a conversation stands. */
export function statusView({ conversation, status, agentName, lead }: StatusFacts, texts: SlackTexts): StatusView {
  const agent = agentName === null || agentName.trim() === '' ? texts.someAgent : plainName(agentName);
  const line = filled(texts.status[status], { agent });
  const said: KnownBlock[] = [lead, line].flatMap((text) =>
    text === null ? [] : [{ type: 'section', text: { type: 'mrkdwn', text, verbatim: true } } as const],
  );
  return {
    text: withEmoji(lead === null ? line : `${lead}\n${line}`),
    blocks: [...said, conversationButtons(conversation, { isOpen: status !== 'ended', texts })],
  };
}
