import { createHash } from 'node:crypto';
import type { ApiPages } from '../requests/endpoint.ts';
import { docsPage } from './docs-page.ts';
import { docsStyle } from './docs-style.ts';
import { openApiDocument } from './document.ts';

/** What `GET /openapi.json` and `GET /docs` send, made once for a channel. */
export function apiPages(mount: string): ApiPages {
  const document = openApiDocument(mount);
  const styleHash = createHash('sha256').update(docsStyle).digest('base64');
  return {
    openApi: JSON.stringify(document),
    html: docsPage(document),
    htmlPolicy: `default-src 'none'; style-src 'sha256-${styleHash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  };
}
