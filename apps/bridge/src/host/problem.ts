/** RFC 9457, without a type of its own: the status says it. */
export interface Problem {
  readonly status: number;
  readonly title: string;
  readonly detail?: string;
  /** Stable, dotted. */
  readonly code?: string;
}

export const PROBLEM_TYPE = 'application/problem+json';

export function problemBody(problem: Problem): string {
  return JSON.stringify({ type: 'about:blank', ...problem });
}
