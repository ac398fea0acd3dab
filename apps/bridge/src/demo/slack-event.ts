import { z } from 'zod';
import { withoutUndefined } from '../config/without-undefined.ts';
import { dataOfLine } from './data-line.ts';
import { type PathEvent, pathEvent } from './path-event.ts';

const slackEvent = z.object({
  at: z.string(),
  kind: z.enum(['api', 'delivery', 'socket', 'change', 'fault']),
  type: z.string(),
  outcome: z.string().optional(),
  attempt: z.number().optional(),
  status: z.number().optional(),
});

/** What a line of the event stream of the sandbox of Slack tells; null: nothing. */
export function pathOfSlackLine(line: string): PathEvent | null {
  const { success, data } = slackEvent.safeParse(dataOfLine(line));
  if (!success) return null;
  const { at, kind, ...facts } = data;
  return { ...pathEvent('slack', `wire.${kind}`, withoutUndefined(facts)), at };
}
