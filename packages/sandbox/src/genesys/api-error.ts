import type { ErrorCode } from './error-code.ts';
import { statusOfCode } from './error-code.ts';

/** What an error may carry besides its code. */
export interface ApiErrorFacts {
  readonly status?: number | undefined;
  readonly message?: string;
  readonly params?: Readonly<Record<string, string>>;
  readonly retryAfterS?: number | undefined;
  readonly limit?: { readonly key: string; readonly namespace: string; readonly value: number } | undefined;
  /** Said by something in between, which does not speak the API's JSON. */
  readonly bareBody?: boolean;
}

/** A refusal as the API words it (docs/guest-chat.md §2.2). Thrown by an operation, answered at the edge. */
export class ApiError extends Error {
  readonly code: string;
  readonly status: number;
  readonly retryAfterS: number | undefined;
  readonly #facts: ApiErrorFacts;

  constructor(code: ErrorCode | (string & {}), facts: ApiErrorFacts = {}) {
    super(facts.message ?? titleOf(code));
    this.code = code;
    this.status = facts.status ?? statusOfCode(code);
    this.retryAfterS = facts.retryAfterS;
    this.#facts = facts;
  }

  get bareBody(): boolean {
    return this.#facts.bareBody ?? false;
  }

  /** The ErrorBody; `contextId` is the answer's ININ-Correlation-Id. */
  body(contextId: string): Record<string, unknown> {
    const { params = {}, limit } = this.#facts;
    return {
      message: this.message,
      code: this.code,
      status: this.status,
      messageWithParams: this.message,
      messageParams: params,
      contextId,
      details: [],
      errors: [],
      ...(limit && { limit }),
    };
  }
}

/** The one error every client meets first; the template is a real answer (forum thread "Guest chat usage"). */
export function conversationStateError(): ApiError {
  return new ApiError('chat.error.conversation.state', { params: { message: 'The conversation is not active' } });
}

/** What speaking and leaving meet after the end: which of two codes is in doubt (docs/guest-chat.md §2.2, §2.3). */
export function endedError(code: 'chat.error.conversation.state' | 'chat.error.member.state'): ApiError {
  if (code === 'chat.error.conversation.state') return conversationStateError();
  return new ApiError(code, { params: { message: 'The member is not connected' } });
}

/** chat.error.conversation.state → "Conversation State", as the real API does. */
function titleOf(code: string): string {
  const words = code.replace(/^chat\.error\./, '').split('.');
  return words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join(' ');
}
