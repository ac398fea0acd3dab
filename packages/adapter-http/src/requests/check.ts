import type { ZodType, z } from 'zod';
import { type ProblemError, RequestProblem } from './problem.ts';

/** More are not told: a body of a megabyte can be wrong in a hundred thousand places. */
const MAX_ERRORS = 20;

/** The value if it fits; otherwise throws a 400 that names each thing that is wrong. */
export function check<T>(schema: ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const errors = result.error.issues.slice(0, MAX_ERRORS).flatMap(errorsOf).slice(0, MAX_ERRORS);
  throw new RequestProblem(400, 'The request does not have the expected shape; `errors` names each place.', { errors });
}

function errorsOf(issue: z.core.$ZodIssue): readonly ProblemError[] {
  if (issue.code === 'unrecognized_keys')
    return issue.keys
      .slice(0, MAX_ERRORS)
      .map((key) => ({ pointer: pointerTo([...issue.path, key]), detail: 'is not a known key' }));
  if (issue.code === 'invalid_key')
    return issue.issues.map(({ message }) => ({ pointer: pointerTo(issue.path), detail: `its key ${message}` }));
  return [{ pointer: pointerTo(issue.path), detail: issue.message }];
}

/** RFC 6901, as a URI fragment. */
function pointerTo(path: readonly PropertyKey[]): string {
  return `#${path.map((key) => `/${escapeKey(String(key))}`).join('')}`;
}

function escapeKey(key: string): string {
  return encodeURIComponent(
    key
      .replaceAll(/\p{Surrogate}/gu, '\ufffd')
      .replaceAll('~', '~0')
      .replaceAll('/', '~1'),
  );
}
