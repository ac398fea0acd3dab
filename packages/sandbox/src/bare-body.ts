import { STATUS_CODES } from 'node:http';

/** What a load balancer says on behalf of a service that it does not reach. */
export function bareBody(status: number): string {
  const title = `${status} ${STATUS_CODES[status] ?? 'Error'}`;
  return `<html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>`;
}
