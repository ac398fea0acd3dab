import type { ChannelReply, ChannelRequest } from '@trunkline/core';
import type { RequestLimits } from '../limits/request-limits.ts';
import type { Cors } from './cors.ts';
import type { Services } from './endpoint.ts';
import { type Caller, type Identify, unauthorized } from './identify.ts';
import type { Access, Operation } from './operation.ts';
import { operations } from './operations.ts';
import { problemReply, RequestProblem } from './problem.ts';

export interface Gate {
  readonly identify: Identify;
  readonly cors: Cors;
}

interface Place {
  readonly pattern: RegExp;
  readonly operation: Operation;
}

const places: readonly Place[] = operations.map((operation) => ({
  pattern: new RegExp(`^${operation.path.replaceAll('.', '\\.').replace('{id}', '([^/]+)')}$`),
  operation,
}));

/** Path, method, caller and limits, and only then the body. What is the caller's fault becomes a problem; the rest is thrown. */
export async function route(request: ChannelRequest, services: Services, gate: Gate): Promise<ChannelReply> {
  return gate.cors.mark(await answer(request, services, gate), request);
}

async function answer(request: ChannelRequest, services: Services, gate: Gate): Promise<ChannelReply> {
  const [path = '', search = ''] = splitOnce(request.url, '?');
  try {
    const { operation, segment } = find(path);
    if (request.method === 'OPTIONS') return gate.cors.preflight(request, methodsOf(operation));
    if (!methodsOf(operation).includes(request.method)) throw wrongMethod(operation);
    if (operation.access === 'public') return operation.run(services);
    const query = new URLSearchParams(search);
    const { context, feeds, reads, tokens, limits, pages } = services;
    const caller = admit({ request, query }, operation.access, { identify: gate.identify, limits });
    return await operation.run({ context, feeds, reads, tokens, limits, pages, request, query, caller }, segment);
  } catch (error) {
    const reply = problemReply(error);
    if (reply === null) throw error;
    return reply;
  }
}

/** Who asks, if they may and have not asked too often. */
function admit(
  { request, query }: { readonly request: ChannelRequest; readonly query: URLSearchParams },
  access: Exclude<Access, 'public'>,
  { identify, limits }: Pick<Gate, 'identify'> & { readonly limits: RequestLimits },
): Caller {
  const identity = identify(request.headers, access === 'stream' ? query.get('token') : null);
  switch (identity.kind) {
    case 'stranger':
      limits.ofStranger();
      throw identity.problem;
    case 'expired':
      limits.ofToken(identity.customer);
      throw identity.problem;
    case 'token':
      limits.ofToken(identity.customer);
      if (access === 'key')
        throw unauthorized('A customer token does not open this. Send one of the channel’s API keys.');
      return identity;
    case 'key':
      limits.ofKey(identity.key);
      return identity;
  }
}

function find(path: string): { readonly operation: Operation; readonly segment: string } {
  for (const { pattern, operation } of places) {
    const match = pattern.exec(path);
    if (match !== null) return { operation, segment: match[1] ?? '' };
  }
  const known = operations.map((one) => `${one.method} ${one.path}`).join(', ');
  throw new RequestProblem(404, `There is no such path here. This channel has ${known}.`);
}

/** HEAD is answered as GET; whatever carries the reply leaves out its body, as Node does. */
function methodsOf({ method }: Operation): readonly string[] {
  return method === 'GET' ? ['GET', 'HEAD', 'OPTIONS'] : ['POST', 'OPTIONS'];
}

function wrongMethod(operation: Operation): RequestProblem {
  return new RequestProblem(405, `${operation.path} takes ${operation.method} only.`, {
    headers: { allow: methodsOf(operation).join(', ') },
  });
}

function splitOnce(text: string, separator: string): readonly string[] {
  const at = text.indexOf(separator);
  return at === -1 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}
