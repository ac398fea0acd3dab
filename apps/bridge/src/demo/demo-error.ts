import { TrunklineError } from '@trunkline/core';

/** The demonstration cannot go on; its message is for the one who started it. */
export class DemoError extends TrunklineError {
  constructor(message: string) {
    super('demo.failed', message);
  }
}
