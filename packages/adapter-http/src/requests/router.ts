import type { ChannelReply } from '@trunkline/core';
import { getEvents } from '../events/get-events.ts';
import { getHistory } from '../events/get-history.ts';
import type { Authenticate } from './authenticate.ts';
import type { Call, CustomerEndpoint, Endpoint } from './endpoint.ts';
import { customerInPath } from './parameters.ts';
import { postEnd } from './post-end.ts';
import { postMessage } from './post-message.ts';
import { postTyping } from './post-typing.ts';
import { problemReply, RequestProblem } from './problem.ts';

interface Route {
  readonly method: 'GET' | 'POST';
  readonly path: RegExp;
  readonly shown: string;
  readonly endpoint: (call: Call, segment: string) => Promise<ChannelReply>;
}

const plain = (shown: string, endpoint: Endpoint): Route => ({
  method: 'POST',
  path: new RegExp(`^${shown}$`),
  shown,
  endpoint,
});

const ofCustomer = (last: string, endpoint: CustomerEndpoint): Route => ({
  method: 'GET',
  path: new RegExp(`^/customers/([^/]+)/${last}$`),
  shown: `/customers/{id}/${last}`,
  endpoint: (call, segment) => endpoint(call, customerInPath(segment)),
});

const routes: readonly Route[] = [
  plain('/messages', postMessage),
  plain('/typing', postTyping),
  plain('/end', postEnd),
  ofCustomer('events', getEvents),
  ofCustomer('messages', getHistory),
];

/** Path, method, key, and only then the body. What is the caller's fault becomes a problem; the rest is thrown. */
export async function route(call: Omit<Call, 'query'>, authenticate: Authenticate): Promise<ChannelReply> {
  const [path = '', search = ''] = splitOnce(call.request.url, '?');
  try {
    const { endpoint, segment } = find(call.request.method, path);
    authenticate(call.request.headers);
    return await endpoint({ ...call, query: new URLSearchParams(search) }, segment);
  } catch (error) {
    const reply = problemReply(error);
    if (reply === null) throw error;
    return reply;
  }
}

function find(method: string, path: string): { readonly endpoint: Route['endpoint']; readonly segment: string } {
  for (const { path: pattern, method: allowed, endpoint, shown } of routes) {
    const match = pattern.exec(path);
    if (match === null) continue;
    if (method !== allowed)
      throw new RequestProblem(405, `${shown} takes ${allowed} only.`, { headers: { allow: allowed } });
    return { endpoint, segment: match[1] ?? '' };
  }
  const known = routes.map((one) => `${one.method} ${one.shown}`).join(', ');
  throw new RequestProblem(404, `There is no such path here. This channel has ${known}.`);
}

function splitOnce(text: string, separator: string): readonly string[] {
  const at = text.indexOf(separator);
  return at === -1 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}
