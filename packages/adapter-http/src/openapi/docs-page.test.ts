import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { apiPages } from './api-pages.ts';
import { docsPage } from './docs-page.ts';
import { openApiDocument } from './document.ts';
import { html } from './html.ts';

const document = openApiDocument('https://bridge.example.com/channels/web');

it('shows every endpoint with its statuses, every event and every body', () => {
  const page = docsPage(document);
  for (const [path, methods] of Object.entries(document.paths))
    for (const { operationId = '', summary, responses } of Object.values(methods)) {
      const article = page.slice(page.indexOf(`<article id="${operationId}">`)).split('</article>')[0];
      expect(article).toContain(`<code>${path}</code>`);
      expect(article).toContain(summary);
      for (const status of Object.keys(responses)) expect(article).toContain(`<td>${status}</td>`);
    }
  for (const type of Object.keys(document.webhooks)) expect(page).toContain(`<code>${type}</code>`);
  for (const name of Object.keys(document.components.schemas)) expect(page).toContain(`<h3>${name}</h3>`);
  expect(page).toContain('<code>customer.attributes</code>');
  expect(page).toContain('<code>errors[].pointer</code>');
});

it('links to nothing that is not on it, and has each name once', () => {
  const page = docsPage(document);
  const ids = [...page.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
  expect(new Set(ids).size).toBe(ids.length);
  const links = [...page.matchAll(/ href="([^"]*)"/g)].map(([, link = '']) => link);
  expect(links.filter((link) => link !== 'openapi.json' && !ids.includes(link.slice(1)))).toEqual([]);
});

it('needs nothing from elsewhere, runs nothing, and says so to the browser', () => {
  const { html: page, htmlPolicy } = apiPages('/channels/web');
  expect(page).not.toMatch(/<script|<link|<img|<iframe| src=| on\w+="|@import|url\(/i);
  const style = /<style>([\s\S]*)<\/style>/.exec(page)?.[1] ?? '';
  expect(style).toContain('section > article');
  expect(style).toContain('prefers-color-scheme: dark');
  expect(htmlPolicy).toContain(`style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`);
  expect(htmlPolicy).toContain("default-src 'none'");
});

it('takes nothing for markup that was not meant as such', () => {
  const evil = `"><script>alert('&')</script>`;
  const page = docsPage({
    ...openApiDocument(evil),
    info: { title: evil, version: evil, description: `${evil}\n\n\`${evil}\`` },
    webhooks: { [evil]: { post: { summary: evil, description: evil, responses: { [evil]: { description: evil } } } } },
  });
  expect(page).not.toContain('<script');
  expect(page).toContain('&quot;&gt;&lt;script&gt;alert(&#39;&amp;&#39;)&lt;/script&gt;');
  expect(String(html`<b>${['<', html`<i>${'>'}</i>`]}</b>${1}`)).toBe('<b>&lt;<i>&gt;</i></b>1');
});
