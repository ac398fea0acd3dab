import type { WebClient } from '@slack/web-api';
import { goneWorkspaces } from '../outgoing/failure-table.ts';
import { refusalOf } from '../outgoing/failures.ts';

/** Whether Slack refuses a token for good. Rejects if Slack does not say. */
export async function isTokenDead(client: WebClient): Promise<boolean> {
  try {
    await client.auth.test();
    return false;
  } catch (error) {
    if (goneWorkspaces.has(refusalOf(error) ?? '')) return true;
    throw error;
  }
}
