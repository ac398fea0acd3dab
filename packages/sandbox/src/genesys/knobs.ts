import { z } from 'zod';

/** Who is at the agents' desk: a machine that answers at once, nobody, or a person through the control API. */
export type AgentMode = 'echo' | 'none' | 'desk';

/**
 * Everything that can be turned. The defaults are those of docs/guest-chat.md §7, as every § below is of that page;
 * where public sources leave a doubt, the knob lets a client meet both answers. The README has each default's basis.
 */
export interface Knobs {
  /** Agent mode of conversations created from now on. */
  agent: AgentMode;
  /** How long the first attach takes to activate the conversation. Real clients wait 0 to 3 s (§6, pitfall 2). */
  activationDelayMs: number;
  /** How long the echo agent lets it ring: ALERTING → CONNECTED. */
  acceptDelayMs: number;
  /** Life of a JWT (§3.1: always under 24 h, never a constant). */
  jwtTtlS: number;
  /** Time between heartbeats on one socket; 0 sends none (§3.3). */
  heartbeatMs: number;
  /** How long the guest survives without any socket (§3.5). */
  graceMs: number;
  /** Guest silence that ends a chat while an agent is CONNECTED; 0 never (§3.5). */
  idleMs: number;
  /** Whether the guest's typing counts against the idle rule (§3.5: in doubt). */
  typingResetsIdle: boolean;
  /** Whether the guest's own messages and typing come back on the stream (§3.4.6). */
  ownEcho: boolean;
  /** Whether that echo leaves before the HTTP answer does (§6, pitfall 4). */
  echoBeforeAnswer: boolean;
  /** Requests per minute and JWT; 0 is unlimited (§4). */
  rateLimitPerMinute: number;
  /** Longest message body, in UTF-16 units (§2.1). */
  maxBodyChars: number;
  /** What an unheard-of bodyType like `standard | notice` meets: a 400, or taken for `standard` (§2.1: in doubt). */
  unknownBodyType: 'reject' | 'coerce';
  /** A deployment id must look like a GUID. */
  guidDeploymentIds: boolean;
  /** A WORKFLOW member greets with this before the queue; empty for a deployment without a flow. */
  workflowGreeting: string;
  /** Close code for the stream of an ended chat: 1001 or 4100 (§3.5). */
  endedCloseCode: 1001 | 4100;
  /** A stream with an expired or foreign token: refused with 401, or accepted and closed with 4100 (in doubt). */
  badTokenStream: 'refuse' | 'close';
  /** The server closes the sockets of a chat that ended (§3.5: sometimes observed). */
  closeSocketsAfterEnd: boolean;
  /** Fault: the guest's own CONNECTED frame never comes. */
  forgetOwnConnected: boolean;
  /** Fault: every frame comes twice, byte for byte. */
  duplicateFrames: boolean;
  /** Fault: an agent's CONNECTED comes twice, with another timestamp and CorrelationId (§6, pitfall 5). */
  duplicateAgentConnected: boolean;
}

/** The numbers of docs/guest-chat.md §7. */
export const defaultKnobs: Readonly<Knobs> = {
  agent: 'echo',
  activationDelayMs: 0,
  acceptDelayMs: 0,
  jwtTtlS: 75_000,
  heartbeatMs: 30_000,
  graceMs: 120_000,
  idleMs: 900_000,
  typingResetsIdle: false,
  ownEcho: true,
  echoBeforeAnswer: false,
  rateLimitPerMinute: 300,
  maxBodyChars: 4_000,
  unknownBodyType: 'reject',
  guidDeploymentIds: false,
  workflowGreeting: '',
  endedCloseCode: 1001,
  badTokenStream: 'refuse',
  closeSocketsAfterEnd: false,
  forgetOwnConnected: false,
  duplicateFrames: false,
  duplicateAgentConnected: false,
};

// setTimeout treats anything longer as 1 ms.
const milliseconds = z.int().min(0).max(2_147_483_647);

const schema = z.strictObject({
  agent: z.enum(['echo', 'none', 'desk']),
  activationDelayMs: milliseconds,
  acceptDelayMs: milliseconds,
  jwtTtlS: z.int().min(1),
  heartbeatMs: milliseconds,
  graceMs: milliseconds,
  idleMs: milliseconds,
  typingResetsIdle: z.boolean(),
  ownEcho: z.boolean(),
  echoBeforeAnswer: z.boolean(),
  rateLimitPerMinute: z.int().min(0),
  maxBodyChars: z.int().min(1),
  unknownBodyType: z.enum(['reject', 'coerce']),
  guidDeploymentIds: z.boolean(),
  workflowGreeting: z.string(),
  endedCloseCode: z.literal([1001, 4100]),
  badTokenStream: z.enum(['refuse', 'close']),
  closeSocketsAfterEnd: z.boolean(),
  forgetOwnConnected: z.boolean(),
  duplicateFrames: z.boolean(),
  duplicateAgentConnected: z.boolean(),
});

/** Shape of any number of knobs; an unknown name or an impossible value is refused. */
export const someKnobs: z.ZodType<Partial<Knobs>> = schema.partial().transform(withoutUndefined);

function withoutUndefined(knobs: { [K in keyof Knobs]?: Knobs[K] | undefined }): Partial<Knobs> {
  return Object.fromEntries(Object.entries(knobs).filter(([, value]) => value !== undefined)) as Partial<Knobs>;
}
