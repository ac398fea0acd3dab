import { z } from 'zod';
import type { GuestChatConfig } from './config.ts';
import { wait } from './duration.ts';
import { memberAuthToken } from './member-auth-token-schema.ts';
import { text } from './plain-text.ts';
import { withoutUndefined } from './without-undefined.ts';

/** Turned only where a deployment, a network or a proxy is unlike what is publicly known of the service. */
const timing = z.strictObject({
  heartbeat: wait.optional().describe('How often the event stream shows that it is alive. Default 30s.'),
  grace: wait.optional().describe('How long a chat lives without an event stream. Default 2m.'),
  silenceEnds: wait
    .optional()
    .describe('How long an agent is left without a word of the customer before Genesys ends the chat. Default 15m.'),
  typingInterval: wait.optional().describe('Typing is told to the agent at most this often. Default 3s.'),
  activationProbe: wait
    .optional()
    .describe('Without a sign that a new chat is active: after what time a send is tried. Default 3s.'),
  activationWindow: wait
    .optional()
    .describe('How long "not active" is answered with another try in a new chat. Default 30s.'),
  requestTimeout: wait.optional().describe('For each REST call as a whole. Default 10s.'),
  landsWithin: wait
    .optional()
    .describe('How long a message may still appear in the chat after its request was given up. Default 5s.'),
});

const written = z.strictObject({
  organizationId: text.describe('Id of the Genesys Cloud organization.'),
  deploymentId: text.describe('Id of the widget deployment.'),
  memberAuthToken: memberAuthToken.optional(),
  timing: timing.optional().describe('Each has a default that fits what is publicly known of the service.'),
  connections: z
    .int({ error: 'must be a whole number' })
    .min(1, 'must be from 1 to 10000')
    .max(10_000, 'must be from 1 to 10000')
    .optional()
    .describe('How many REST connections there may be at once. Default 256.'),
});

/** The block of the guest chat transport. */
export const guestChat: z.ZodType<GuestChatConfig> = written
  .transform(
    ({ timing: given = {}, connections, memberAuthToken: token, organizationId, deploymentId }): GuestChatConfig => {
      const knobs = withoutUndefined({
        heartbeatMs: given.heartbeat,
        graceMs: given.grace,
        silenceEndsMs: given.silenceEnds,
        typingIntervalMs: given.typingInterval,
        activationProbeMs: given.activationProbe,
        activationWindowMs: given.activationWindow,
        requestTimeoutMs: given.requestTimeout,
        landsWithinMs: given.landsWithin,
        connections,
      });
      return {
        organizationId,
        deploymentId,
        ...(token === undefined ? {} : { memberAuthToken: token }),
        ...(Object.keys(knobs).length === 0 ? {} : { knobs }),
      };
    },
  )
  .meta({ id: 'guestChat' });
