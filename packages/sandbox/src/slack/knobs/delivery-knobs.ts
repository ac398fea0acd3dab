import { z } from 'zod';
import { milliseconds } from '../../milliseconds.ts';

/** What the app is told, when, and how often. */
export interface SlackDeliveryKnobs {
  /** The app's own messages come back to it as events. */
  ownMessageEvents: boolean;
  /** What a call causes is told before the call is answered. */
  eventsBeforeAnswer: boolean;
  /** The parent of a new reply is told of as `message_replied`, too. */
  repliedEvents: boolean;
  /** A mention is also told of as the message that it is in. */
  mentionAlsoMessage: boolean;
  /** How long the app has to answer. */
  ackTimeoutMs: number;
  /** Milliseconds before each next attempt of an event, separated by commas; empty for a single attempt. */
  retryDelays: string;
  /** Whether commands and interactions are tried again, too. */
  retryInteractive: boolean;
  /** Form posts say `; charset=utf-8`, as a proxy may make of them. */
  formCharset: boolean;
  /** Between pings on a socket; 0 for none. */
  socketPingMs: number;
  /** Sockets of one app. */
  maxSockets: number;
  /** How long the address of a socket may wait for its handshake. */
  ticketTtlMs: number;
  /** From a `disconnect` frame until the socket is closed. */
  disconnectLagMs: number;
}

export const defaultSlackDeliveryKnobs: Readonly<SlackDeliveryKnobs> = {
  ownMessageEvents: true,
  eventsBeforeAnswer: false,
  repliedEvents: false,
  mentionAlsoMessage: true,
  ackTimeoutMs: 3_000,
  retryDelays: '0,60000,300000',
  retryInteractive: false,
  formCharset: false,
  socketPingMs: 10_000,
  maxSockets: 10,
  ticketTtlMs: 30_000,
  disconnectLagMs: 10_000,
};

export const slackDeliveryKnobShapes: { readonly [K in keyof SlackDeliveryKnobs]: z.ZodType<SlackDeliveryKnobs[K]> } = {
  ownMessageEvents: z.boolean(),
  eventsBeforeAnswer: z.boolean(),
  repliedEvents: z.boolean(),
  mentionAlsoMessage: z.boolean(),
  ackTimeoutMs: milliseconds,
  retryDelays: z.string().regex(/^(\d{1,9}(,\d{1,9})*)?$/, 'Milliseconds, separated by commas'),
  retryInteractive: z.boolean(),
  formCharset: z.boolean(),
  socketPingMs: milliseconds,
  maxSockets: z.int().min(1),
  ticketTtlMs: milliseconds,
  disconnectLagMs: milliseconds,
};
