import type { Knobs } from '../genesys/knobs.ts';

/** How one knob is turned on the command line. */
export interface KnobFlag {
  readonly flag: string;
  readonly help: string;
}

/** Every knob's flag; the README's table is tested against this one. */
export const knobFlags: Readonly<Record<keyof Knobs, KnobFlag>> = {
  agent: { flag: '--agent <mode>', help: 'who answers: echo at once, none, or desk (a person, via the control API)' },
  activationDelayMs: { flag: '--activation-delay <ms>', help: 'from the first socket until messages are taken' },
  acceptDelayMs: { flag: '--accept-delay <ms>', help: 'how long the echo agent lets it ring' },
  jwtTtlS: { flag: '--jwt-ttl <s>', help: 'life of a guest token' },
  heartbeatMs: { flag: '--heartbeat <ms>', help: 'between heartbeats on a socket; 0 for none' },
  graceMs: { flag: '--grace <ms>', help: 'how long a guest survives without a socket' },
  idleMs: { flag: '--idle <ms>', help: 'guest silence that ends a chat with an agent; 0 for never' },
  typingResetsIdle: { flag: '--typing-resets-idle', help: 'typing counts as activity' },
  ownEcho: { flag: '--no-own-echo', help: "keep the guest's own messages and typing off the stream" },
  echoBeforeAnswer: { flag: '--echo-before-answer', help: 'send the own echo before the HTTP answer' },
  rateLimitPerMinute: { flag: '--rate-limit <n>', help: 'requests per minute and token; 0 for no limit' },
  maxBodyChars: { flag: '--max-body <chars>', help: 'longest message' },
  unknownBodyType: { flag: '--unknown-body-type <what>', help: 'reject it, or coerce it to standard' },
  guidDeploymentIds: { flag: '--guid-deployment-ids', help: 'refuse deployment ids that are not GUIDs' },
  workflowGreeting: { flag: '--workflow-greeting <text>', help: 'a flow says this before the queue' },
  endedCloseCode: { flag: '--ended-close-code <code>', help: 'closes the stream of an ended chat: 1001 or 4100' },
  badTokenStream: {
    flag: '--bad-token-stream <what>',
    help: 'a stream with a bad token: refuse (401) or close (4100)',
  },
  closeSocketsAfterEnd: { flag: '--close-sockets-after-end', help: 'close the sockets of a chat that ended' },
  forgetOwnConnected: { flag: '--forget-own-connected', help: "fault: no CONNECTED frame for the guest's own member" },
  duplicateFrames: { flag: '--duplicate-frames', help: 'fault: every frame twice' },
  duplicateAgentConnected: { flag: '--duplicate-agent-connected', help: "fault: an agent's CONNECTED twice" },
};
