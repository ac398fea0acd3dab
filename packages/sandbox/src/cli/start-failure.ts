/** What a failed start says to the person at the terminal: what is wrong, and what to do about it. */
export function startFailure(error: unknown, address: { port: number; host: string }): string {
  const where = `port ${address.port} on ${address.host}`;
  switch ((error as NodeJS.ErrnoException).code) {
    case 'EADDRINUSE':
      return `${where} is in use: stop the program that holds it, or choose another port with --port`;
    case 'EACCES':
      return `no permission for ${where}: choose one above 1023 with --port`;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return `${address.host} is no address of this machine: choose another with --host`;
    default:
      return error instanceof Error ? error.message : String(error);
  }
}
