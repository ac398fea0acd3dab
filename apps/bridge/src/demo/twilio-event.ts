import { z } from 'zod';
import { withoutUndefined } from '../config/without-undefined.ts';
import { dataOfLine } from './data-line.ts';
import { type PathEvent, type PathFact, pathEvent } from './path-event.ts';

const twilioEvent = z.object({
  at: z.string(),
  kind: z.enum(['rest', 'inbound', 'webhook', 'status', 'arrived', 'opt-out', 'debugger', 'fault', 'reset']),
  messageSid: z.string().optional(),
  method: z.string().optional(),
  path: z.string().optional(),
  status: z.union([z.number(), z.string()]).optional(),
  type: z.string().optional(),
  code: z.union([z.number(), z.string()]).optional(),
});

const ACCOUNT = /^\/2010-04-01\/Accounts\/AC[0-9a-f]{32}/;
const SID = /\b([A-Z]{2}[0-9a-f]{4})[0-9a-f]{28}\b/g;

/** What a line of the event stream of the sandbox of Twilio tells; null: nothing. What was written is left out. */
export function pathOfTwilioLine(line: string): PathEvent | null {
  const { success, data } = twilioEvent.safeParse(dataOfLine(line));
  if (!success) return null;
  const { at, kind, path, ...rest } = data;
  const facts: Record<string, PathFact> = { ...withoutUndefined(rest) };
  if (path !== undefined) facts['path'] = path.replace(ACCOUNT, '').replace(SID, '$1…');
  return { ...pathEvent('twilio', `wire.${kind}`, facts), at };
}
