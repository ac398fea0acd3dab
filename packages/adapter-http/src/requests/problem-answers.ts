import type { Answer, Answers } from './operation.ts';

const RETRY_AFTER = { 'Retry-After': 'Seconds to wait before the same request is repeated.' };

const COMMON: Readonly<Record<ProblemStatus, Pick<Answer, 'description' | 'headers'>>> = {
  400: { description: 'Not understood; `errors` points at each place. Correct the request.' },
  401: {
    description: 'No key or token, or none that opens this. Send another one.',
    headers: { 'WWW-Authenticate': 'The challenge.' },
  },
  404: { description: 'There is no such customer for this token.' },
  413: { description: 'Too large. Send less, or several messages.' },
  422: { description: 'The `id` was used before with other content. Use a new id for a new message.' },
  429: { description: 'Too many requests. Nothing was done; come again after `Retry-After`.', headers: RETRY_AFTER },
  503: {
    description: 'The bridge cannot do this now. Nothing was recorded; come again after `Retry-After`.',
    headers: RETRY_AFTER,
  },
};

type ProblemStatus = 400 | 401 | 404 | 413 | 422 | 429 | 503;

/** The refusals of an endpoint, each as a problem. */
export function problems(...statuses: readonly ProblemStatus[]): Answers {
  return Object.fromEntries(statuses.map((status) => [status, problem(COMMON[status])]));
}

/** One refusal that means something of its own here. */
export function problem(answer: Pick<Answer, 'description' | 'headers'>): Answer {
  return { ...answer, content: { type: 'application/problem+json', schema: 'Problem' } };
}
