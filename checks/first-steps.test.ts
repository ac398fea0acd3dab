import { expect, it } from 'vitest';
import { readText, textOrNothing } from './repository.ts';

const START = 'npm ci && npm start';
const TEST = 'npm ci && npm test';
/** Parts of `verify` that the test line has run already. */
const IN_TEST: readonly string[] = ['//#test:all', '//#verify:checks'];

/** The lines of a page that stand in its code blocks. */
function codeLines(page: string): readonly string[] {
  return [...page.matchAll(/^```[^\n]*\n([\s\S]*?)^```/gm)].flatMap(([, block = '']) =>
    block.split('\n').map((line) => line.trim()),
  );
}

/** What CI leaves out of `verify`, and what it does besides. */
function ciProblems(ci: string, verify: string): readonly string[] {
  const commands = ci.split('\n').filter((line) => !line.trim().startsWith('#'));
  const tasksIn = (text: string) => text.split(/[\s'"]+/).filter((word) => /^(\/\/#[\w:]+|publint)$/.test(word));
  const wanted = tasksIn(verify).filter((task) => !IN_TEST.includes(task));
  const run = commands.flatMap(tasksIn);
  return [
    ...(commands.some((line) => line.includes(`'${TEST}'`)) ? [] : [`it does not run ${TEST}`]),
    ...wanted.filter((task) => !run.includes(task)).map((task) => `it leaves out ${task}`),
    ...run.filter((task) => !wanted.includes(task)).map((task) => `it also runs ${task}`),
  ];
}

it('the README has the two lines to begin with', () => {
  const lines = codeLines(textOrNothing('README.md'));
  expect(lines).toContain(START);
  expect(lines).toContain(TEST);
});

it('CI runs the test line of the README and the rest of verify', () => {
  const { scripts } = JSON.parse(readText('package.json')) as { readonly scripts: { readonly verify: string } };
  expect(ciProblems(textOrNothing('.ci/run'), scripts.verify)).toEqual([]);
});

it('notices lines outside of code and parts that CI leaves out', () => {
  expect(codeLines(`${START}\n\`\`\`sh\n${TEST}\n\`\`\`\n`)).toEqual([TEST, '']);
  const verify = 'turbo run //#verify:format //#verify:checks //#test:all publint';
  expect(ciProblems(`step '${TEST}'\nturbo run //#verify:format publint`, verify)).toEqual([]);
  expect(ciProblems(`# step '${TEST}'\nturbo run //#test:all`, verify)).toHaveLength(4);
});
