import { expect, it } from 'vitest';
import { readText } from './repository.ts';

interface LockFile {
  readonly packages: Readonly<Record<string, { readonly resolved?: string; readonly link?: boolean }>>;
}

/** Where the lock file ties the install to one registry or one machine. */
function lockProblems(lock: LockFile): readonly string[] {
  return Object.entries(lock.packages).flatMap(([name, { resolved = '', link = false }]) => {
    if (name.startsWith('/') || /^([a-z][a-z+.-]*:|\/|[A-Z]:)/.test(resolved)) return [`${name}: ${resolved}`];
    return resolved !== '' && !link ? [`${name}: ${resolved}`] : [];
  });
}

it('the lock file names no registry and no machine', () => {
  const text = readText('package-lock.json');
  expect(lockProblems(JSON.parse(text) as LockFile)).toEqual([]);
  expect(text).not.toMatch(/"resolved": "https?:/);
});

it('npm keeps it so', () => {
  expect(readText('.npmrc').split('\n')).toContain('omit-lockfile-registry-resolved=true');
});

it.each([
  ['node_modules/a', { resolved: 'https://registry.npmjs.org/a/-/a-1.0.0.tgz' }],
  ['node_modules/a', { resolved: 'git+ssh://git@example.com/a.git' }],
  ['node_modules/a', { resolved: 'file:../a' }],
  ['node_modules/a', { resolved: ['', 'srv', 'a'].join('/'), link: true }],
  ['node_modules/a', { resolved: '../elsewhere' }],
])('notices %s %o', (name, entry) => {
  expect(lockProblems({ packages: { [name]: entry } })).toHaveLength(1);
});

it('lets the links to our own packages pass', () => {
  const packages = { 'node_modules/@trunkline/core': { resolved: 'packages/core', link: true }, 'node_modules/a': {} };
  expect(lockProblems({ packages })).toEqual([]);
});
