import type { FastifyInstance } from 'fastify';
import { mountPage } from '../../static-page.ts';

/** The agents' desk as a page. */
export async function mountDeskPage(scope: FastifyInstance): Promise<void> {
  await mountPage(scope, { path: '/desk', folder: new URL('../../../static/desk/', import.meta.url) });
}
