import { TrunklineError } from '@trunkline/core';

/** A command could not do what it was asked; its message is for the one who asked. */
export class CommandError extends TrunklineError {
  constructor(message: string) {
    super('command.failed', message);
  }
}
