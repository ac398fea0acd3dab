import { onTestFinished } from 'vitest';
import type { GenesysOptions, GenesysSandbox } from '../src/index.ts';
import { startGenesys } from '../src/index.ts';

/** A sandbox of this test's own, on a free port, closed with the test. */
export async function sandboxForTest(options: GenesysOptions = {}): Promise<GenesysSandbox> {
  const sandbox = await startGenesys(options);
  onTestFinished(() => sandbox.close());
  return sandbox;
}
