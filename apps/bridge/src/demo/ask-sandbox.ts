const ANSWER_TIMEOUT_MS = 5_000;

interface SandboxAnswer {
  readonly status: number;
  readonly answer: unknown;
}

/** Asks a sandbox by its control API; with a body it is a POST. Throws when it does not answer. */
export async function askSandbox(sandboxUrl: string, path: string, body?: object): Promise<SandboxAnswer> {
  const response = await fetch(`${sandboxUrl}/_sandbox${path}`, {
    signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS),
    ...(body && { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  });
  return { status: response.status, answer: response.status === 204 ? {} : await response.json() };
}
