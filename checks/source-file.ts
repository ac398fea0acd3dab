import { type TextFile, textFiles } from './repository.ts';

/** Where a source file stands. */
export interface Place {
  /** e.g. `packages/core`. */
  readonly workspace: string;
  /** Below `src`: the first folder, or the file itself, e.g. `session` or `wiring.ts`. */
  readonly area: string;
  /** A test, or something made for tests only. What `@trunkline/core/testing` publishes is neither. */
  readonly isTest: boolean;
}

/** Null: it is not below the `src` of a workspace. */
export function placeOf(path: string): Place | null {
  const [, workspace, area] = /^((?:packages|apps)\/[^/]+)\/src\/([^/]+)/.exec(path) ?? [];
  if (workspace === undefined || area === undefined) return null;
  return {
    workspace,
    area,
    isTest: path.endsWith('.test.ts') || (area === 'testing' && workspace.startsWith('apps/')),
  };
}

/** Everything below `src` of all workspaces. */
export function sourceFiles(): readonly TextFile[] {
  return textFiles((path) => path.endsWith('.ts') && placeOf(path) !== null);
}

/** What runs when Trunkline runs. */
export function productionFiles(): readonly TextFile[] {
  return sourceFiles().filter(({ path }) => {
    const place = placeOf(path);
    return place !== null && !place.isTest && place.area !== 'testing';
  });
}
