import { expect, it } from 'vitest';
import { type TextFile, textFiles } from './repository.ts';

const FOLDER = 'docs/decisions/';
const MAX_LINES = 200;

/** What is wrong with the numbering or the titles of the decisions, given in the order of their paths. */
function decisionProblems(decisions: readonly TextFile[]): readonly string[] {
  return decisions.flatMap(({ path, text }, index) => {
    const number = String(index + 1).padStart(4, '0');
    const name = path.slice(FOLDER.length);
    return [
      ...(name.startsWith(`${number}-`) ? [] : [`${name} should be number ${number}`]),
      ...(/^\d{4}-[a-z0-9-]+\.md$/.test(name) ? [] : [`${name} is not named like a decision`]),
      ...(text.startsWith(`# ${name.slice(0, 4)} `) ? [] : [`${name} does not begin with its number and title`]),
      ...(text.split('\n').length <= MAX_LINES ? [] : [`${name} is too long to be read`]),
    ];
  });
}

it('decisions are numbered without holes', () => {
  const decisions = textFiles((path) => path.startsWith(FOLDER));
  expect(decisions.length).toBeGreaterThan(0);
  expect(decisionProblems(decisions)).toEqual([]);
});

it('notices holes, doubles, names and titles', () => {
  const decision = (name: string, text = `# ${name.slice(0, 4)} Title\n`) => ({ path: FOLDER + name, text });
  expect(decisionProblems([decision('0001-a.md'), decision('0002-b.md')])).toEqual([]);
  expect(decisionProblems([decision('0001-a.md'), decision('0003-b.md')])).toHaveLength(1);
  expect(decisionProblems([decision('0001-a.md'), decision('0001-b.md')])).toHaveLength(1);
  expect(decisionProblems([decision('0001-A b.md')])).toHaveLength(1);
  expect(decisionProblems([decision('0001-a.md', '# A title\n')])).toHaveLength(1);
  expect(decisionProblems([decision('0001-a.md', `# 0001 T\n${'\n'.repeat(200)}`)])).toHaveLength(1);
});
