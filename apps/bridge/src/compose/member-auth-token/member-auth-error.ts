import { TrunklineError } from '@trunkline/core';

/** No token could be had. Its message holds nothing that a program or a server said. */
export class MemberAuthError extends TrunklineError {
  constructor(message: string) {
    super('member-auth.failed', message);
  }
}
