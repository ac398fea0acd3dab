import { z } from 'zod';
import { dataOfLine } from './data-line.ts';
import type { PathEvent, PathFact } from './path-event.ts';

const wireEvent = z.object({
  at: z.string(),
  kind: z.enum(['rest', 'frame', 'socket', 'agent']),
  conversationId: z.string().nullable(),
  method: z.string().optional(),
  path: z.string().optional(),
  status: z.number().optional(),
  type: z.string().optional(),
  text: z.string().optional(),
});

const API_PREFIX = '/api/v2/webchat/guest';

/** What a line of the sandbox's event stream tells; null: nothing. */
export function pathOfWireLine(line: string): PathEvent | null {
  const { success, data } = wireEvent.safeParse(dataOfLine(line));
  if (!success) return null;
  const { at, kind, conversationId, method, path, status, type, text } = data;
  const facts: Record<string, PathFact> = {};
  if (method !== undefined) facts['method'] = method;
  if (path !== undefined) facts['path'] = shortPath(path);
  if (status !== undefined) facts['status'] = status;
  if (type !== undefined) facts['type'] = type;
  // Of frames only states of members and close codes: what was said stands in the chats.
  if (text !== undefined && (type === 'member-change' || kind === 'socket')) facts['value'] = text;
  return { at, source: 'genesys', step: `wire.${kind}`, conversationId, messageId: null, facts };
}

/** Without the prefix and with ids cut: they are of interest to nobody. */
function shortPath(path: string): string {
  return path.replace(API_PREFIX, '').replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, (id) => `${id.slice(0, 4)}…`);
}
