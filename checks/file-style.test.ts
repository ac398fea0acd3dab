import { basename } from 'node:path';
import { expect, it } from 'vitest';
import { type TextFile, textFiles } from './repository.ts';
import { placeOf, productionFiles } from './source-file.ts';

const MAX_LINES = 300;
const MAX_TEST_LINES = 500;
const MEDIAN_BELOW_LINES = 90;
const NAMES_NOTHING: ReadonlySet<string> = new Set([
  ...['util', 'utils', 'helper', 'helpers', 'common', 'misc', 'manager', 'managers'],
]);
const KEBAB = /^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)*\.(ts|mjs|js)$/;
const CODE = /^(packages|apps|checks|examples|bench|chaos)\/.*\.(ts|mjs|js)$/;

/** What is wrong with a file before it is opened, and its length. */
function styleProblems({ path, text }: TextFile): readonly string[] {
  const lines = linesOf(text);
  const isTest = /^checks\/|\/test\/|\.test\.ts$/.test(path);
  const limit = isTest ? MAX_TEST_LINES : MAX_LINES;
  const words = path.split(/[/.-]/);
  return [
    ...(lines > limit ? [`${path} has ${lines} lines, more than ${limit}`] : []),
    ...(KEBAB.test(basename(path)) ? [] : [`${path} is not in kebab-case`]),
    ...(words.some((word) => NAMES_NOTHING.has(word.toLowerCase())) ? [`${path} does not say what it holds`] : []),
  ];
}

function medianLines(texts: readonly string[]): number {
  return texts.map(linesOf).sort((one, other) => one - other)[Math.floor(texts.length / 2)] ?? 0;
}

function linesOf(text: string): number {
  return text.split('\n').length - (text.endsWith('\n') ? 1 : 0);
}

it('files are short and named after what they hold', () => {
  const code = textFiles((path) => CODE.test(path));
  expect(code.length).toBeGreaterThan(100);
  expect(code.flatMap(styleProblems)).toEqual([]);
});

it('most files are much shorter', () => {
  for (const workspace of new Set(productionFiles().map(({ path }) => placeOf(path)?.workspace))) {
    const texts = productionFiles()
      .filter(({ path }) => placeOf(path)?.workspace === workspace)
      .map(({ text }) => text);
    expect(medianLines(texts), workspace).toBeLessThan(MEDIAN_BELOW_LINES);
  }
});

it.each([
  ['packages/core/src/a.ts', 'a\n'.repeat(301)],
  ['packages/core/src/a.test.ts', 'a\n'.repeat(501)],
  ['packages/core/test/a.ts', 'a\n'.repeat(501)],
  ['apps/bridge/static/a.js', 'a\n'.repeat(301)],
  ['packages/core/src/customerLoop.ts', ''],
  ['packages/core/src/Loop.ts', ''],
  ['packages/core/src/utils.ts', ''],
  ['packages/core/src/string-helpers.ts', ''],
  ['packages/core/src/common/text.ts', ''],
])('notices %s', (path, text) => {
  expect(styleProblems({ path, text })).toHaveLength(1);
});

it('counts lines as editors do', () => {
  expect(styleProblems({ path: 'packages/core/src/a-b.ts', text: 'a\n'.repeat(300) })).toEqual([]);
  expect(medianLines(['a\n', 'a\na\n', 'a\na\na'])).toBe(2);
});
