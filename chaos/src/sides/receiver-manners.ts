import type { ServerResponse } from 'node:http';
import type { Chance } from '@trunkline/bench/chance';
import type { Manners } from './side.ts';

/** What becomes of one webhook: whether its receiver takes it in, and how it is answered. */
export interface Answer {
  readonly takes: boolean;
  give(response: ServerResponse): void;
}

const WELL: Answer = answer(true, (response) => void response.writeHead(204).end());

/** Of slow receivers: so many in a hundred never answer at all. */
const NEVER = 15;
const SLOW_MS = 3_000;

export function answerOf(manners: Manners, chance: Chance): Answer {
  if (manners === 'rubbish') return RUBBISH[Math.floor(chance.next() * RUBBISH.length)] ?? WELL;
  if (manners === 'refusing') return status(503, false);
  if (manners !== 'slow') return WELL;
  if (chance.next() * 100 < NEVER) return answer(true, () => {});
  const waitMs = chance.next() * SLOW_MS;
  return answer(true, (response) => void setTimeout(() => WELL.give(response), waitMs).unref());
}

const RUBBISH: readonly Answer[] = [
  WELL,
  status(500, true),
  status(500, false),
  status(503, false),
  status(502, true),
  status(302, false),
  status(400, false),
  status(429, false),
  answer(true, (response) => void response.destroy()),
  answer(false, (response) => void response.destroy()),
  answer(true, (response) => void response.socket?.end('220 this is no web server\r\n\r\n')),
  answer(true, (response) => void response.socket?.end('HTTP/1.1 204 No Con')),
  answer(true, (response) => void response.writeHead(200).write('{"the body": "never ends')),
];

function status(code: number, takes: boolean): Answer {
  return answer(takes, (response) => void response.writeHead(code, { 'retry-after': '1' }).end('<html>rubbish'));
}

function answer(takes: boolean, give: (response: ServerResponse) => void): Answer {
  return { takes, give };
}
