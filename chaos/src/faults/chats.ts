import { setTimeout as sleep } from 'node:timers/promises';
import type { Agents } from '../subject/agents.ts';
import { between, type Fault } from './fault.ts';

const AT_A_TIME = 40;

/** Does something to some of the chats that are open. */
function toSome(what: (agents: Agents, chat: string) => Promise<unknown>): Fault {
  return async ({ world: { agents }, chance, signal }) => {
    const open = await agents.openChats();
    for (let left = Math.min(open.length, between(chance, 1, AT_A_TIME)); left > 0; left -= 1) {
      const chat = open[between(chance, 0, open.length - 1)];
      if (chat === undefined) return;
      // It may have ended meanwhile.
      await what(agents, chat.id).catch(() => {});
      await sleep(between(chance, 0, 60), undefined, { signal });
    }
  };
}

export const chatFaults: Readonly<Record<string, Fault>> = {
  'expired-tokens': toSome((agents, chat) => agents.expireToken(chat)),
  'agent-ends': toSome((agents, chat) => agents.strike('end', { conversationId: chat, by: 'agent' })),
  'silence-ends': toSome((agents, chat) => agents.strike('end', { conversationId: chat, by: 'silence' })),
  'system-ends': toSome((agents, chat) => agents.strike('end', { conversationId: chat, by: 'system' })),
  transfer: toSome((agents, chat) => agents.act(chat, 'transfer')),
  // No fault at all: what agents say unasked, now and then as their last words.
  'agent-speaks': toSome((agents, chat) => agents.speak(chat)),
};
