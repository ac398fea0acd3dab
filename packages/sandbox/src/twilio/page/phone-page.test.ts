import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { twilioForTest } from '../../../test/twilio-sandbox.ts';

const folder = new URL('../../../static/phone/', import.meta.url);
const names = readdirSync(folder);
const text = (name: string) => readFileSync(new URL(name, folder), 'utf8');
const scripts = names.filter((name) => name.endsWith('.js'));

describe('the phone page', () => {
  it('is there, with all that it refers to, under a policy that lets it ask nobody but this sandbox', async () => {
    const { url } = await twilioForTest();
    const page = await fetch(`${url}/_sandbox/phone`);
    expect(page.status).toBe(200);
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    const policy = page.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toMatch(/unsafe|\*|https?:/);
    const referred = [
      ...[...text('index.html').matchAll(/(?:src|href)="\/_sandbox\/phone\/([^"]+)"/g)].map(([, name]) => name),
      ...scripts.flatMap((script) => [...text(script).matchAll(/from '\.\/([^']+)'/g)].map(([, name]) => name)),
    ];
    expect(referred.length).toBeGreaterThan(10);
    for (const name of new Set(referred)) {
      const file = await fetch(`${url}/_sandbox/phone/${name}`);
      expect([name, file.status]).toEqual([name, 200]);
      expect(file.headers.get('x-content-type-options')).toBe('nosniff');
    }
    expect((await fetch(`${url}/_sandbox/phone/..%2f..%2fpackage.json`)).status).toBe(404);
  });

  it('has no code or style between its tags, which the policy would not run', () => {
    expect(text('index.html')).not.toMatch(/\son\w+=|\sstyle=|<style|<script(?![^>]*\ssrc=)|javascript:/i);
  });

  it.each(scripts)('%s makes text of what people write, never markup or code', (name) => {
    expect(text(name)).not.toMatch(/innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|new Function/);
  });

  it('finds in its HTML each element that its scripts ask for', () => {
    const ids = scripts.flatMap((name) => [...text(name).matchAll(/byId\('([\w-]+)'\)/g)].map(([, id]) => id));
    expect(ids.length).toBeGreaterThan(10);
    for (const id of new Set(ids)) expect(text('index.html'), id).toContain(`id="${id}"`);
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
