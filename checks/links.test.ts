import { existsSync } from 'node:fs';
import { join, posix } from 'node:path';
import { expect, it } from 'vitest';
import { root, type TextFile, textFiles, textOrNothing } from './repository.ts';

const FENCE = /^(```|~~~)[\s\S]*?^\1/gm;
const INLINE_CODE = /`[^`\n]*`/g;
const LINK = /\]\(\s*<?([^)\s>]+)>?(?:\s+"[^"]*")?\s*\)|^\[[^\]]+\]:\s*(\S+)/gm;
const ELSEWHERE = /^([a-z][a-z+.-]*:|\/\/)/i;

/** What a page links to and cannot be found. `read` answers a path with its text; null: there is nothing. */
function deadLinks({ path, text }: TextFile, read: (path: string) => string | null): readonly string[] {
  const prose = text.replace(FENCE, '').replace(INLINE_CODE, '');
  return [...prose.matchAll(LINK)].flatMap(([, inline, reference]) => {
    const link = inline ?? reference ?? '';
    if (ELSEWHERE.test(link)) return [];
    const [target = '', anchor] = decodeURI(link).split('#');
    const page = target === '' ? text : read(posix.join(posix.dirname(path), target));
    if (page === null) return [`${path}: ${link}`];
    return anchor === undefined || anchorsIn(page).includes(anchor) ? [] : [`${path}: ${link}`];
  });
}

/** The names by which the headings of a page can be linked to. */
function anchorsIn(page: string): readonly string[] {
  return [...page.replace(FENCE, '').matchAll(/^#+\s+(.*?)\s*#*$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replace(/\s/g, '-'),
  );
}

it('every relative link leads somewhere', () => {
  const pages = textFiles((path) => path.endsWith('.md'));
  const read = (path: string) => (existsSync(join(root, path)) ? textOrNothing(path) : null);
  expect(pages.flatMap((page) => deadLinks(page, read))).toEqual([]);
});

it('notices links and anchors that lead nowhere', () => {
  const there: Readonly<Record<string, string>> = { 'docs/b.md': '# The `b` of it\n' };
  const links = ['[1](./gone.md)', '[2](b.md#nowhere)', '[3](#nowhere)', '[four]: ../gone.md', '[5](../../out.md)'];
  const text = `# Here\n${links.join('\n')}\n`;
  expect(deadLinks({ path: 'docs/a.md', text }, (path) => there[path] ?? null)).toHaveLength(5);
});

it('lets good links, addresses and code pass', () => {
  const links = ['[1](./b.md)', '[2](b.md#the-b-of-it)', '[3](#here)', '[4](https://example.com/x)', '`[5](gone.md)`'];
  const text = `# Here\n${links.join('\n')}\n\`\`\`\n[6](gone.md)\n\`\`\`\n`;
  expect(deadLinks({ path: 'docs/a.md', text }, (path) => (path === 'docs/b.md' ? '# The b of it' : null))).toEqual([]);
});
