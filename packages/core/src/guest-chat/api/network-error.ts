const beforeWrite = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'UND_ERR_CONNECT_TIMEOUT',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'ERR_TLS_CERT_ALTNAME_INVALID',
]);

/** Whether an error of the network shows that no connection came about, so that nothing was written. */
export function failedBeforeWrite(error: unknown): boolean {
  const { code, syscall } = factsOf(error);
  return beforeWrite.has(code) || syscall === 'connect' || syscall === 'getaddrinfo';
}

/** Its code for failures and logs: the system's own name, never its words, which may hold an address. */
export function networkCode(error: unknown): string {
  const { code } = factsOf(error);
  return /^[A-Z0-9_]+$/.test(code) ? `network.${code}` : 'network.failed';
}

function factsOf(error: unknown): { readonly code: string; readonly syscall: string } {
  const { code, syscall } = (error ?? {}) as { code?: unknown; syscall?: unknown };
  return { code: typeof code === 'string' ? code : '', syscall: typeof syscall === 'string' ? syscall : '' };
}
