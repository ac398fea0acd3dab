import { z } from 'zod';

const milliseconds = z.int().min(0).max(2_147_483_647);

/** What becomes of a message that was taken, and how one is told. */
export interface SendingKnobs {
  /** From acceptance until it is being sent. */
  queueMs: number;
  /** From sending to sent. */
  sendMs: number;
  /** From sent to delivered, or to whatever becomes of it. */
  deliverMs: number;
  /** Throughput of one sender; the rest waits its turn (§1.11: about 1 for a long code); 0 is unlimited. */
  segmentsPerSecond: number;
  /** Whether carriers say what became of it; without, it stays `sent`. */
  deliveryReceipts: boolean;
  /** Whether a message through a service has no `from` until a sender is chosen. */
  serviceFromNull: boolean;
  /** Whether `sending` is told, too (§1.5 lists it, its callback is not sure). */
  sendingCallback: boolean;
  /** In which order callbacks of one message come (§1.5: none is promised). */
  callbackOrder: 'inOrder' | 'reversed' | 'shuffled';
  /** Each callback twice. */
  duplicateCallbacks: boolean;
  /** All of them before the call that created the message is answered (§1.5: it happens). */
  callbacksBeforeAnswer: boolean;
  /** Whether a delivered or undelivered SMS tells `RawDlrDoneDate` (§1.5). */
  receiptDates: boolean;
  /** Whether `MediaUrl`s are fetched; what cannot be fails the message. */
  fetchMedia: boolean;
}

export const defaultSendingKnobs: Readonly<SendingKnobs> = {
  queueMs: 0,
  sendMs: 0,
  deliverMs: 0,
  segmentsPerSecond: 0,
  deliveryReceipts: true,
  serviceFromNull: true,
  sendingCallback: true,
  callbackOrder: 'inOrder',
  duplicateCallbacks: false,
  callbacksBeforeAnswer: false,
  receiptDates: true,
  fetchMedia: true,
};

export const sendingKnobShapes: { readonly [K in keyof SendingKnobs]: z.ZodType<SendingKnobs[K]> } = {
  queueMs: milliseconds,
  sendMs: milliseconds,
  deliverMs: milliseconds,
  segmentsPerSecond: z.number().min(0),
  deliveryReceipts: z.boolean(),
  serviceFromNull: z.boolean(),
  sendingCallback: z.boolean(),
  callbackOrder: z.enum(['inOrder', 'reversed', 'shuffled']),
  duplicateCallbacks: z.boolean(),
  callbacksBeforeAnswer: z.boolean(),
  receiptDates: z.boolean(),
  fetchMedia: z.boolean(),
};
