import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { SlackCloud } from '../slack-cloud.ts';
import { avatar } from './avatar.ts';
import { serveFaulty } from './faulty-answer.ts';

type FileRequest = FastifyRequest<{ Params: { key: string } }>;

/** Where the bytes of files come in and go out, and people's pictures. */
export function mountFileRoutes(app: FastifyInstance, cloud: SlackCloud): void {
  app.post<{ Params: { secret: string } }>('/upload/v1/:secret', async (request, reply) => {
    const bytes = await bytesOf(request);
    if (!cloud.uploads.receive(request.params.secret, bytes)) return reply.code(404).send('not found');
    return reply.type('text/plain').send(`OK - ${bytes.length}`);
  });
  const serve = (request: FileRequest, reply: FastifyReply) => serveFile(cloud, request, reply);
  app.get('/files-pri/:key/:name', serve);
  app.get('/files-pri/:key/download/:name', serve);
  app.get<{ Params: { name: string } }>('/avatars/:name', ({ params }, reply) => {
    const id = params.name.replace(/\.svg$/, '');
    return reply.type('image/svg+xml').send(avatar(cloud.teamOf(id)?.people.get(id)?.realName ?? '?', id));
  });
}

/** Without access there is a page to log in, with 200: what a careless client takes for the file. */
async function serveFile(cloud: SlackCloud, request: FileRequest, reply: FastifyReply): Promise<FastifyReply> {
  const [teamId = '', fileId = ''] = request.params.key.split('-');
  const team = cloud.teams.get(teamId);
  const file = team?.files.get(fileId);
  const token = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
  const grant = token === undefined ? undefined : cloud.tokens.find(token);
  const mayRead = !cloud.knobs.scopesEnforced || team?.installation?.scopes.includes('files:read') === true;
  if (file === undefined || grant?.state !== 'valid' || grant.teamId !== teamId || !mayRead) {
    if (cloud.knobs.deniedFile === 'forbidden') return reply.code(403).type('text/plain').send('forbidden');
    return reply.type('text/html; charset=utf-8').send('<!DOCTYPE html><title>Sign in | Slack</title>');
  }
  reply.type(file.mimetype);
  return serveFaulty(cloud, { request, reply, operation: 'file', channel: undefined, handle: () => file.bytes });
}

/** Of a bare body, or of the first file of a form. */
async function bytesOf(request: FastifyRequest): Promise<Buffer> {
  const body = Buffer.isBuffer(request.body) ? request.body : Buffer.from(String(request.body ?? ''));
  const type = request.headers['content-type'] ?? '';
  if (!type.startsWith('multipart/form-data')) return body;
  const form = await new Response(new Uint8Array(body), { headers: { 'Content-Type': type } }).formData();
  for (const value of form.values()) {
    if (typeof value !== 'string') return Buffer.from(await value.arrayBuffer());
  }
  return Buffer.from(String([...form.values()][0] ?? ''));
}
