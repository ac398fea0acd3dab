import { type AdapterContext, TrunklineError } from '@trunkline/core';

/** What Slack handed over could not be worked on. Names it for people, and returns our own error if it was one. */
export function noteFailure(error: unknown, context: AdapterContext): TrunklineError | null {
  const cause = causeOf(error);
  context.count('not_acknowledged');
  if (cause instanceof TrunklineError) {
    const facts = { event: 'slack.not-acknowledged', code: cause.code };
    context.logger.warn(facts, 'something from Slack was not taken in');
    return cause;
  }
  context.logger.error({ event: 'slack.not-acknowledged', error: nameOf(cause) }, 'something from Slack failed');
  return null;
}

/** The same again can never be taken in. */
export function isHopeless({ code }: TrunklineError): boolean {
  return code === 'inbound.conflict' || code === 'slack.not-understood';
}

/** Bolt wraps what listeners and `authorize` throw. */
function causeOf(error: unknown): unknown {
  let cause = error;
  for (let depth = 0; depth < 5; depth += 1) {
    if (cause instanceof TrunklineError) return cause;
    const { original, originals } = cause as { readonly original?: unknown; readonly originals?: readonly unknown[] };
    const inner = original ?? originals?.find((one) => one instanceof TrunklineError) ?? originals?.[0];
    if (inner === undefined) return cause;
    cause = inner;
  }
  return cause;
}

/** What others write into their errors may hold anything; a word of Slack's and the language's own sentences do not. */
function nameOf(error: unknown): string {
  const { code, name, message, data } = error as {
    readonly code?: unknown;
    readonly name?: unknown;
    readonly message?: unknown;
    readonly data?: { readonly error?: unknown };
  };
  if (typeof data?.error === 'string') return `${String(code)}: ${data.error}`;
  return error instanceof TypeError || error instanceof ReferenceError ? `${name}: ${message}` : String(code ?? name);
}
