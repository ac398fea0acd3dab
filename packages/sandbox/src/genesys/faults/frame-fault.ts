import { z } from 'zod';
import type { FrameType } from '../chat/frame.ts';
import type { BodyType } from '../chat/message.ts';

/** Kinds of frames: their `metadata.type`, and heartbeats, which have none. */
export type FrameKind = FrameType | 'heartbeat';

/** A fault of the event stream: frames of a kind are lost, late, doubled, or overtaken. */
export interface FrameFault {
  readonly operation: 'frame';
  readonly effect: 'drop' | 'delay' | 'duplicate' | 'reorder';
  /** Any, when absent. */
  readonly frameType?: FrameKind;
  /** Whose frame: the guest's own, an agent's; any, when absent. Queue and flow are neither. */
  readonly sender?: 'own' | 'agent' | 'any';
  /** Messages of this body type only. */
  readonly bodyType?: BodyType;
  /** Changes to this state only. */
  readonly state?: 'ALERTING' | 'CONNECTED' | 'DISCONNECTED';
  /** Of `delay`: 1000 by default; what follows of the kind waits, too. Of `reorder`: the longest it is held. */
  readonly delayMs?: number;
  /** Of `reorder`: how many frames overtake it; 1 by default. Heartbeats do not count. */
  readonly frames?: number;
  /** How often; 1 by default, null until deleted. */
  readonly times?: number | null;
  /** Only in this conversation. */
  readonly conversationId?: string;
}

/** What a rule can tell a frame by. */
export interface FrameFacts {
  readonly conversationId: string;
  readonly kind: FrameKind;
  readonly sender: 'own' | 'agent' | undefined;
  readonly bodyType?: string | undefined;
  readonly state?: string | undefined;
}

export const frameFaultShape: z.ZodObject<Readonly<Record<string, z.ZodType>>> = z.strictObject({
  operation: z.literal('frame'),
  effect: z.enum(['drop', 'delay', 'duplicate', 'reorder']),
  frameType: z.enum(['member-change', 'message', 'typing-indicator', 'mediarequest', 'heartbeat']).optional(),
  sender: z.enum(['own', 'agent', 'any']).optional(),
  bodyType: z.enum(['standard', 'notice', 'member-join', 'member-leave', 'media-request']).optional(),
  state: z.enum(['ALERTING', 'CONNECTED', 'DISCONNECTED']).optional(),
  delayMs: z.int().min(0).max(2_147_483_647).optional(),
  frames: z.int().min(1).optional(),
  times: z.int().min(1).nullable().optional(),
  conversationId: z.string().min(1).optional(),
});

/** Whether a rule is about this frame. */
export function isAbout(fault: FrameFault, facts: FrameFacts): boolean {
  return (
    (fault.conversationId === undefined || fault.conversationId === facts.conversationId) &&
    (fault.frameType === undefined || fault.frameType === facts.kind) &&
    (fault.sender === undefined || fault.sender === 'any' || fault.sender === facts.sender) &&
    (fault.bodyType === undefined || fault.bodyType === facts.bodyType) &&
    (fault.state === undefined || fault.state === facts.state)
  );
}
