import type { FastifyReply, FastifyRequest } from 'fastify';

/** Whoever can be watched. What it returns ends the watch. */
interface Watched {
  watch(listener: (event: unknown) => void): () => void;
}

/** Server-sent events: one `data:` line of JSON for each thing that happens, from now on. */
export function streamTrace(control: Watched, request: FastifyRequest, reply: FastifyReply): void {
  reply.hijack();
  const { raw } = reply;
  raw.writeHead(200, {
    'Content-Type': 'text/event-stream',
    'Cache-Control': 'no-store',
    'Access-Control-Allow-Origin': '*',
  });
  raw.write(': watching\n\n');
  const stop = control.watch((event) => raw.write(`data: ${JSON.stringify(event)}\n\n`));
  request.raw.socket.once('close', stop);
}
