import { callFaults } from './calls.ts';
import { chatFaults } from './chats.ts';
import type { Fault } from './fault.ts';
import { frameFaults } from './frames.ts';
import { mediumFaults } from './media.ts';
import { outageFaults } from './outages.ts';
import { processFaults } from './processes.ts';
import { receiverFaults } from './receivers.ts';
import { storeFaults } from './stores.ts';

/** Everything that can be made to fail, by name. */
export const FAULTS: Readonly<Record<string, Fault>> = {
  ...processFaults,
  ...frameFaults,
  ...callFaults,
  ...chatFaults,
  ...outageFaults,
  ...receiverFaults,
  ...storeFaults,
  ...mediumFaults,
};

export const FAULT_KINDS: readonly string[] = Object.keys(FAULTS);

/** Before anything has struck. */
export const NO_FAULT = 'before any';
