import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { sandboxForTest } from '../../../test/sandbox.ts';

const folder = new URL('../../../static/desk/', import.meta.url);
const names = readdirSync(folder);
const text = (name: string) => readFileSync(new URL(name, folder), 'utf8');
const scripts = names.filter((name) => name.endsWith('.js'));

async function get(path: string): Promise<Response> {
  const { url } = await sandboxForTest();
  return fetch(`${url}/_sandbox${path}`);
}

describe('the desk page', () => {
  it('is HTML under a policy that lets it load and ask nobody but this sandbox', async () => {
    const response = await get('/desk');
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(await response.text()).toBe(text('index.html'));
    const policy = response.headers.get('content-security-policy')?.split('; ');
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self'");
    expect(policy).toContain("connect-src 'self'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy?.join()).not.toMatch(/unsafe|\*|https?:/);
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect(response.headers.has('access-control-allow-origin')).toBe(false);
  });

  it.each(names.filter((name) => name !== 'index.html'))('serves %s as what it is', async (name) => {
    const response = await get(`/desk/${name}`);
    expect(response.status).toBe(200);
    const type = { css: 'text/css; charset=utf-8', js: 'text/javascript; charset=utf-8', svg: 'image/svg+xml' };
    expect(response.headers.get('content-type')).toBe(type[name.split('.')[1] as keyof typeof type]);
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(await response.text()).toBe(text(name));
  });

  it.each(['/desk/', '/desk/nothing.js', '/desk/index.html', '/desk/..%2f..%2fpackage.json'])(
    'has nothing at %s',
    async (path) => {
      const response = await get(path);
      expect(response.status).toBe(404);
      expect(await response.json()).toEqual({ error: expect.any(String) });
    },
  );

  it('refers only to files that are there', () => {
    const referred = [text('index.html'), ...scripts.map(text)].flatMap((content) => [
      ...[...content.matchAll(/(?:src|href)="\/_sandbox\/desk\/([^"]+)"/g)].map(([, name]) => name),
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

  it('names each control', () => {
    const controls = [...text('index.html').matchAll(/<(input|select|textarea)[^>]*\sid="([\w-]+)"/g)];
    expect(controls.length).toBeGreaterThan(3);
    for (const [, , id] of controls) {
      const labelled = new RegExp(`<label[^>]*for="${id}"|<label(?:(?!</label>)[\\s\\S])*id="${id}"`);
      expect(text('index.html'), id).toMatch(labelled);
    }
  });
});
