import { startTwilio, type TwilioOptions, type TwilioSandbox } from '@trunkline/sandbox';
import { onTestFinished } from 'vitest';

export { sandboxAccount, type TwilioOptions } from '@trunkline/sandbox';

/** Twilio, played on a free port; closed with the test. */
export async function sandboxForTest(options: TwilioOptions = {}): Promise<TwilioSandbox> {
  const sandbox = await startTwilio(options);
  onTestFinished(() => sandbox.close());
  return sandbox;
}
