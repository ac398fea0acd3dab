import type { FastifyInstance } from 'fastify';
import { mountPage } from '../../static-page.ts';

/** The workspaces as a page. */
export function mountSlackPage(scope: FastifyInstance): Promise<void> {
  return mountPage(scope, {
    path: '/slack',
    folder: new URL('../../../static/slack/', import.meta.url),
    foreignPictures: true,
  });
}
