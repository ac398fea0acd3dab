import { describe, it } from 'vitest';
import type { Session } from '../contracts/contact-center.ts';
import { conversationId } from '../domain/ids.ts';
import { testContactCenter } from './contact-center-suite.ts';
import { type ContactCenterFault, FakeContactCenterWorld } from './fake-contact-center.ts';
import { ManualClock } from './manual-clock.ts';

testContactCenter(
  { describe, it },
  {
    setUp: async () => {
      const world = new FakeContactCenterWorld(new ManualClock());
      let next: ContactCenterFault = 'none';
      world.fault = (operation) => {
        if (operation !== 'send') return 'none';
        const fault = next;
        next = 'none';
        return fault;
      };
      const chat = ({ id }: Session) => {
        const found = world.chats.find((one) => one.id === id);
        if (found === undefined) throw new Error('no such chat');
        return found;
      };
      return {
        create: () => world.connect(),
        request: {
          conversationId: conversationId('c_1'),
          customer: { displayName: 'Ann' },
          routing: { queue: 'Support' },
        },
        remote: {
          routed: () => world.chats.filter(({ state }) => state !== 'created').length,
          join: (session) => world.join(chat(session), 'Ada'),
          say: (session, text) => world.say(chat(session), text),
          end: (session) => world.end(chat(session)),
          drop: (session) => world.drop(chat(session)),
          loseNextAnswer: () => {
            next = 'unknownAfter';
          },
          loseNextMessage: () => {
            next = 'unknownBefore';
          },
          history: (session) =>
            chat(session).history.map(({ from, text }) => ({ from: from === 'own' ? 'customer' : 'agent', text })),
          isOver: (session) => chat(session).state === 'ended',
        },
        secrets: ({ data }) => [String(data)],
        tearDown: async () => {},
      };
    },
  },
);
