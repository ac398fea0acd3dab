import { type ChannelRequest, TrunklineError } from '@trunkline/core';
import type { Parameters, SignedRequest } from '../provider/provider.ts';

export type ReadRequest = { readonly read: 'request'; readonly request: SignedRequest } | { readonly read: 'tooLarge' };

/** A webhook as its sender signed it: on the public URL, which no header has a say in, and over the raw body. */
export async function readRequest(request: ChannelRequest, publicUrl: string): Promise<ReadRequest> {
  const { method, url, headers } = request;
  try {
    const body = method === 'GET' ? new Uint8Array() : await request.body();
    const signed = { method, url: publicUrl + url, headers, body };
    return { read: 'request', request: { ...signed, parameters: parametersOf(signed) } };
  } catch (error) {
    if (error instanceof TrunklineError && error.code === 'http.body-too-large') return { read: 'tooLarge' };
    throw error;
  }
}

function parametersOf({ method, url, headers, body }: Omit<SignedRequest, 'parameters'>): Parameters {
  if (method === 'GET') return grouped(new URLSearchParams(queryOf(url)));
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(body);
  return /^application\/json\b/i.test(String(headers['content-type']))
    ? ofJson(text)
    : grouped(new URLSearchParams(text));
}

function queryOf(url: string): string {
  const at = url.indexOf('?');
  return at < 0 ? '' : url.slice(at + 1);
}

/** Without a prototype, since anybody may name a parameter. */
function grouped(pairs: URLSearchParams): Parameters {
  const parameters: Record<string, string | readonly string[]> = Object.create(null);
  for (const name of new Set(pairs.keys())) {
    const values = pairs.getAll(name);
    parameters[name] = values.length === 1 ? (values[0] ?? '') : values;
  }
  return parameters;
}

function ofJson(text: string): Parameters {
  const parameters: Record<string, string> = Object.create(null);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return parameters;
  }
  for (const [name, field] of Object.entries(value ?? {}))
    if (['string', 'number', 'boolean'].includes(typeof field)) parameters[name] = String(field);
  return parameters;
}
