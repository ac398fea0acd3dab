import { systemClock } from '@trunkline/core';
import { createGuestChat } from '@trunkline/core/guest-chat';
import { startGenesys } from '@trunkline/sandbox';
import { describe, it } from 'vitest';
import { testContactCenter } from '../../src/testing/contact-center-suite.ts';
import { silentLogger } from './bench.ts';

testContactCenter(
  { describe, it },
  {
    async setUp() {
      const genesys = await startGenesys({ agent: 'desk', rateLimitPerMinute: 0 });
      const { control } = genesys;
      const lose = (effect: 'resetBeforeWrite' | 'resetAfterWrite') => (session: { id: string }) => {
        control.addFault({ operation: 'message', effect, conversationId: session.id });
      };
      return {
        create: () =>
          createGuestChat({
            organizationId: 'org',
            deploymentId: 'deployment',
            apiUrl: genesys.url,
            clock: systemClock,
            logger: silentLogger,
          }),
        request: {
          conversationId: 'c1' as never,
          customer: { displayName: 'Ann' },
          routing: { queue: 'Support' },
        },
        secrets: ({ data }) => {
          const { jwt, eventStreamUri } = data as { jwt: string; eventStreamUri: string };
          return [jwt, eventStreamUri];
        },
        remote: {
          routed: () => control.conversations().filter(({ state }) => state !== 'created').length,
          join: ({ id }) => void control.agent.accept(id),
          say: ({ id }, text) => void control.agent.say(id, { text }),
          askForMedia: ({ id }) => void control.agent.requestMedia(id),
          end: ({ id }) => void control.agent.leave(id),
          drop: ({ id }) => void control.dropSockets(id),
          loseNextAnswer: lose('resetAfterWrite'),
          loseNextMessage: lose('resetBeforeWrite'),
          history: ({ id }) =>
            control
              .conversation(id)
              .messages.filter(({ bodyType }) => bodyType === 'standard')
              .map(({ sender, body }) => ({ from: sender.role === 'CUSTOMER' ? 'customer' : 'agent', text: body })),
          isOver: ({ id }) => control.conversation(id).state === 'ended',
        },
        tearDown: () => genesys.close(),
      };
    },
  },
);
