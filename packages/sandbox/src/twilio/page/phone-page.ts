import type { FastifyInstance } from 'fastify';
import { mountPage } from '../../static-page.ts';

/** A phone as a page. It looks like the agents' desk, and borrows what makes it so. */
export async function mountPhonePage(scope: FastifyInstance): Promise<void> {
  await mountPage(scope, {
    path: '/phone',
    folder: new URL('../../../static/phone/', import.meta.url),
    borrowed: {
      folder: new URL('../../../static/desk/', import.meta.url),
      names: ['base.css', 'chat.css', 'controls.css', 'dom.js', 'list.css', 'refresher.js'],
    },
  });
}
