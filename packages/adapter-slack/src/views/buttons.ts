import type { ActionsBlock, Button } from '@slack/types';
import type { ConversationId } from '@trunkline/core';
import type { SlackTexts } from '../texts.ts';

const CONVERSATION_BLOCK = 'trunkline_conversation';
export const END_ACTION = 'trunkline_end';
export const TRANSCRIPT_ACTION = 'trunkline_transcript';
export const REOPEN_ACTION = 'trunkline_reopen';

/** What a conversation can be asked for; the `value` of each button is the conversation's id. */
export function conversationButtons(
  conversation: ConversationId,
  { isOpen, texts }: { readonly isOpen: boolean; readonly texts: SlackTexts },
): ActionsBlock {
  const { buttons } = texts;
  const transcript = button(TRANSCRIPT_ACTION, buttons.transcript, conversation);
  const elements = isOpen
    ? [{ ...button(END_ACTION, buttons.end, conversation), confirm: confirmation(texts) }, transcript]
    : [button(REOPEN_ACTION, buttons.reopen, conversation), transcript];
  return { type: 'actions', block_id: CONVERSATION_BLOCK, elements };
}

function button(action: string, label: string, value: string): Button {
  return { type: 'button', action_id: action, text: { type: 'plain_text', text: label, emoji: true }, value };
}

function confirmation({ confirmEnd }: SlackTexts): NonNullable<Button['confirm']> {
  const plain = (text: string) => ({ type: 'plain_text', text }) as const;
  return {
    title: plain(confirmEnd.title),
    text: plain(confirmEnd.text),
    confirm: plain(confirmEnd.confirm),
    deny: plain(confirmEnd.deny),
    style: 'danger',
  };
}
