import { STATUS_CODES } from 'node:http';
import { type ChannelReply, InboundConflictError, TrunklineError } from '@trunkline/core';

/** One thing that is wrong with a request, and where: a JSON pointer into the body, or the name of a parameter. */
export interface ProblemError {
  readonly pointer?: string;
  readonly parameter?: string;
  readonly detail: string;
}

export interface ProblemDetails {
  /** Names what is wrong; absent where the sentence says it all. */
  readonly errors?: readonly ProblemError[];
  readonly headers?: Readonly<Record<string, string>>;
}

/** A request that cannot be served as it is. Thrown where that is found, answered in one place. */
export class RequestProblem extends TrunklineError {
  readonly status: number;
  readonly errors: readonly ProblemError[] | undefined;
  readonly headers: Readonly<Record<string, string>>;

  /** `detail` is told to the caller and says what to do. */
  constructor(status: number, detail: string, { errors, headers }: ProblemDetails = {}) {
    super('http.request-problem', detail);
    this.status = status;
    this.errors = errors;
    this.headers = headers ?? {};
  }
}

/** The RFC 9457 reply to an error that is the caller's to handle; null: it is ours. */
export function problemReply(error: unknown): ChannelReply | null {
  const problem = asProblem(error);
  if (problem === null) return null;
  const { status, message: detail, errors, headers } = problem;
  const title = STATUS_CODES[status] ?? 'Error';
  return {
    status,
    headers: { 'content-type': 'application/problem+json', 'cache-control': 'no-store', ...headers },
    body: JSON.stringify({ type: 'about:blank', title, status, detail, ...(errors === undefined ? {} : { errors }) }),
  };
}

function asProblem(error: unknown): RequestProblem | null {
  if (error instanceof RequestProblem) return error;
  if (error instanceof InboundConflictError)
    return new RequestProblem(
      422,
      'This id was used before with other content and was not sent again. Use a new id for a new message; repeat a message unchanged.',
      { errors: [{ pointer: '#/id', detail: 'belongs to an earlier message with other content' }] },
    );
  if (!(error instanceof TrunklineError)) return null;
  if (error.code === 'http.body-too-large')
    return new RequestProblem(413, 'The request body is too large. Send less, or several messages.');
  if (error.retryAfterMs === undefined) return null;
  const seconds = Math.max(1, Math.ceil(error.retryAfterMs / 1000));
  return new RequestProblem(
    503,
    `The bridge cannot do this now, and nothing was recorded. Repeat the same request, a message with the same id, in ${seconds} s.`,
    {
      headers: { 'retry-after': String(seconds) },
    },
  );
}
