import { z } from 'zod';
import { milliseconds } from '../../milliseconds.ts';

/** The event stream: its address, its sockets, its frames. */
export interface StreamKnobs {
  /** Path of the stream's address: the newest form, or the one of 2019 and 2020 (§3.1). */
  streamPath: '/chat/jwt' | '/v1/token';
  /** Scheme and host of the stream's address, e.g. a proxy's; empty for the sandbox's own (§3.1). */
  streamBase: string;
  /** What becomes of a subprotocol that a client offers (§3.1: weak). */
  offeredSubprotocol: 'take' | 'ignore';
  /** Time between heartbeats on one socket; 0 sends none (§3.3). */
  heartbeatMs: number;
  /** Whether heartbeats have version and metadata like other frames (§3.2). */
  heartbeatEnvelope: 'bare' | 'full';
  /** Whether `{"message":"ping"}` is answered with a pong, as by the notification service (§3.3: not known). */
  answerPings: boolean;
  /** Whether a socket that the server closes is told by `v2.system.socket_closing` (§3.3: not known). */
  socketClosingFrame: boolean;
  /** A second socket with one token: welcome, closed at once, or in place of the first (§3.5: weak). */
  oneSocketPerToken: 'off' | 'refuse' | 'replace';
  /** What comes again on a socket that is opened anew (§8: not known). */
  replayOnReconnect: 'none' | 'missed' | 'all';
  /** A stream with an expired or foreign token: refused with 401, or accepted and closed with 4100 (in doubt). */
  badTokenStream: 'refuse' | 'close';
  /** A stream of a chat that is not known: accepted and closed with 4100, or refused with 404. */
  unknownChatStream: 'close' | 'refuse';
  /** Close code for the stream of an ended chat: 1001 or 4100 (§3.5). */
  endedCloseCode: 1001 | 4100;
  /** The server closes the sockets of a chat that ended (§3.5: sometimes observed). */
  closeSocketsAfterEnd: boolean;
  /** Whether the guest's own messages and typing come back on the stream (§3.4.6). */
  ownEcho: boolean;
  /** Whether that echo leaves before the HTTP answer does (§6, pitfall 4). */
  echoBeforeAnswer: boolean;
  /** Whether joins and leaves are messages on the stream, besides member-change (§3.4.5). */
  joinFrames: boolean;
  /** Which of the two comes first (§3.4: no order between topics is promised). */
  joinFirst: boolean;
  /** Which topic typing has: that of messages, or one of its own (§3.2: never captured whole). */
  typingTopic: 'messages' | 'typing';
  /** Whether the ACD member has frames (§3.4.2, §8: not known exactly). */
  queueFrames: boolean;
  /** How a media request is told: no capture exists (§3.2). */
  mediaRequestFrame: 'message' | 'topic' | 'none';
  /** Fault: the guest's own CONNECTED frame never comes. */
  forgetOwnConnected: boolean;
  /** Fault: every frame comes twice, byte for byte. */
  duplicateFrames: boolean;
  /** Fault: an agent's CONNECTED comes twice, with another timestamp and CorrelationId (§6, pitfall 5). */
  duplicateAgentConnected: boolean;
}

export const defaultStreamKnobs: Readonly<StreamKnobs> = {
  streamPath: '/chat/jwt',
  streamBase: '',
  offeredSubprotocol: 'take',
  heartbeatMs: 30_000,
  heartbeatEnvelope: 'bare',
  answerPings: false,
  socketClosingFrame: false,
  oneSocketPerToken: 'off',
  replayOnReconnect: 'none',
  badTokenStream: 'refuse',
  unknownChatStream: 'close',
  endedCloseCode: 1001,
  closeSocketsAfterEnd: false,
  ownEcho: true,
  echoBeforeAnswer: false,
  joinFrames: true,
  joinFirst: false,
  typingTopic: 'messages',
  queueFrames: true,
  mediaRequestFrame: 'message',
  forgetOwnConnected: false,
  duplicateFrames: false,
  duplicateAgentConnected: false,
};

export const streamKnobShapes: { readonly [K in keyof StreamKnobs]: z.ZodType<StreamKnobs[K]> } = {
  streamPath: z.enum(['/chat/jwt', '/v1/token']),
  streamBase: z.union([z.literal(''), z.url({ protocol: /^wss?$/ })]),
  offeredSubprotocol: z.enum(['take', 'ignore']),
  heartbeatMs: milliseconds,
  heartbeatEnvelope: z.enum(['bare', 'full']),
  answerPings: z.boolean(),
  socketClosingFrame: z.boolean(),
  oneSocketPerToken: z.enum(['off', 'refuse', 'replace']),
  replayOnReconnect: z.enum(['none', 'missed', 'all']),
  badTokenStream: z.enum(['refuse', 'close']),
  unknownChatStream: z.enum(['close', 'refuse']),
  endedCloseCode: z.literal([1001, 4100]),
  closeSocketsAfterEnd: z.boolean(),
  ownEcho: z.boolean(),
  echoBeforeAnswer: z.boolean(),
  joinFrames: z.boolean(),
  joinFirst: z.boolean(),
  typingTopic: z.enum(['messages', 'typing']),
  queueFrames: z.boolean(),
  mediaRequestFrame: z.enum(['message', 'topic', 'none']),
  forgetOwnConnected: z.boolean(),
  duplicateFrames: z.boolean(),
  duplicateAgentConnected: z.boolean(),
};
