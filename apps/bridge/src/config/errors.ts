import { TrunklineError } from '@trunkline/core';
import type { KeyPath, Position, Positions } from './positions.ts';

/** One thing wrong with the config file. Never holds a value that was written there. */
export interface ConfigProblem extends Position {
  readonly path: KeyPath;
  readonly text: string;
}

/** The config, or something it names, was refused before anything was opened. */
export class ConfigError extends TrunklineError {
  readonly problems: readonly ConfigProblem[];

  constructor(message: string, problems: readonly ConfigProblem[] = []) {
    super('config.invalid', message);
    this.problems = problems;
  }
}

/** Collects everything that is wrong, so that all of it can be told at once. */
export class ConfigProblems {
  readonly #positions: Positions;
  readonly #file: string;
  readonly #found: ConfigProblem[] = [];

  constructor(file: string, positions: Positions) {
    this.#file = file;
    this.#positions = positions;
  }

  get count(): number {
    return this.#found.length;
  }

  add(path: KeyPath, text: string, part: 'key' | 'value' = 'value'): void {
    this.#found.push({ path, text, ...this.#positions.of(path, part) });
  }

  addAt(offset: number, text: string): void {
    this.#found.push({ path: [], text, ...this.#positions.atOffset(offset) });
  }

  /** Whether something is known to be wrong at this path or above it. */
  covers(path: KeyPath): boolean {
    return this.#found.some(
      (problem) => problem.path.length > 0 && problem.path.every((segment, index) => segment === path[index]),
    );
  }

  /** In the order of the file, one line each. */
  toError(): ConfigError {
    const sorted = this.#found.toSorted((one, other) => one.line - other.line || one.column - other.column);
    return new ConfigError(sorted.map((problem) => formatProblem(this.#file, problem)).join('\n'), sorted);
  }
}

function formatProblem(file: string, problem: ConfigProblem): string {
  const key = problem.path.length === 0 ? '' : `${formatPath(problem.path)}: `;
  return `${file}:${problem.line}:${problem.column}: ${key}${problem.text}`;
}

function formatPath(path: KeyPath): string {
  return path
    .map((segment, index) => {
      if (typeof segment === 'number') return `[${segment}]`;
      const name = String(segment);
      if (!/^[A-Za-z0-9_-]+$/.test(name)) return `[${JSON.stringify(name)}]`;
      return index === 0 ? name : `.${name}`;
    })
    .join('');
}
