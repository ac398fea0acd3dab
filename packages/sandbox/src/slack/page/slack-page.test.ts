import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { slackForTest } from '../../../test/slack-sandbox.ts';

const folder = new URL('../../../static/slack/', import.meta.url);
const borrowed = ['refresher.js'];
const borrowedFrom = new URL('../../../static/desk/', import.meta.url);
const names = [...readdirSync(folder), ...borrowed];
const text = (name: string) => readFileSync(new URL(name, borrowed.includes(name) ? borrowedFrom : folder), 'utf8');
const scripts = names.filter((name) => name.endsWith('.js'));

async function get(path: string): Promise<Response> {
  const { url } = await slackForTest();
  return fetch(`${url}/_sandbox${path}`);
}

describe('the page of the workspaces', () => {
  it('is HTML under a policy that lets it load nothing but pictures from elsewhere', async () => {
    const response = await get('/slack');
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(await response.text()).toBe(text('index.html'));
    const policy = response.headers.get('content-security-policy')?.split('; ') ?? [];
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("connect-src 'self'");
    expect(policy.filter((one) => /unsafe|\*|https?:/.test(one))).toEqual(["img-src 'self' http: https: data:"]);
    expect(response.headers.has('access-control-allow-origin')).toBe(false);
  });

  it.each(names.filter((name) => name !== 'index.html'))('serves %s as what it is', async (name) => {
    const response = await get(`/slack/${name}`);
    const type = { css: 'text/css; charset=utf-8', js: 'text/javascript; charset=utf-8', svg: 'image/svg+xml' };
    expect(response.headers.get('content-type')).toBe(type[name.split('.')[1] as keyof typeof type]);
    expect(await response.text()).toBe(text(name));
  });

  it.each(['/slack/', '/slack/nothing.js', '/slack/..%2f..%2fpackage.json'])('has nothing at %s', async (path) => {
    expect((await get(path)).status).toBe(404);
  });

  it('refers only to files that are there', () => {
    const referred = [text('index.html'), ...scripts.map(text)].flatMap((content) => [
      ...[...content.matchAll(/(?:src|href)="\/_sandbox\/slack\/([^"]+)"/g)].map(([, name]) => name),
      ...[...content.matchAll(/from '\.\/([^']+)'/g)].map(([, name]) => name),
    ]);
    expect(referred.length).toBeGreaterThan(10);
    expect(names).toEqual(expect.arrayContaining(referred));
  });

  it('has no code or style between its tags, which the policy would not run', () => {
    expect(text('index.html')).not.toMatch(/\son\w+=|\sstyle=|<style|<script(?![^>]*\ssrc=)|javascript:/i);
  });

  it.each(scripts)('%s makes text of what people write, never markup or code', (name) => {
    expect(text(name)).not.toMatch(
      /innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|new Function|DOMParser/,
    );
  });
});
