import type { FastifyInstance } from 'fastify';
import { mountPage } from '../../static-page.ts';

/** The workspaces as a page. It has colours of its own, and borrows from the agents' desk what it does alike. */
export function mountSlackPage(scope: FastifyInstance): Promise<void> {
  return mountPage(scope, {
    path: '/slack',
    folder: new URL('../../../static/slack/', import.meta.url),
    borrowed: { folder: new URL('../../../static/desk/', import.meta.url), names: ['refresher.js'] },
    foreignPictures: true,
  });
}
