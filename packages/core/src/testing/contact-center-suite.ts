import { testCrashes } from './contact-center-suite-crashes.ts';
import type { ContactCenterHarness } from './contact-center-suite-harness.ts';
import { testHistory } from './contact-center-suite-history.ts';
import { testLeaving } from './contact-center-suite-leaving.ts';
import { testOpening } from './contact-center-suite-opening.ts';
import { testTalking } from './contact-center-suite-talking.ts';
import type { SuiteRunner } from './runner.ts';

/**
 * Proves that a transport keeps the ContactCenter contract. The harness supplies instances of it and the other side's
 * hands: agents who join, speak and leave, and a history that was read past the transport.
 */
export function testContactCenter(runner: SuiteRunner, harness: ContactCenterHarness): void {
  runner.describe('opening a session of a contact centre', () => testOpening(runner, harness));
  runner.describe('talking through a contact centre', () => testTalking(runner, harness));
  runner.describe('the history of a contact centre', () => testHistory(runner, harness));
  runner.describe('leaving a contact centre', () => testLeaving(runner, harness));
  runner.describe('crashes beside a contact centre', () => testCrashes(runner, harness));
}
