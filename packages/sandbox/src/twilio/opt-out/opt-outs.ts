/** Who wants nothing more from which sender: a lone number, or a messaging service with all its numbers (§1.10). */
export class OptOuts {
  readonly #blocked: Map<string, { readonly sender: string; readonly phone: string; readonly since: number }> =
    new Map();

  has(sender: string, phone: string): boolean {
    return this.#blocked.has(key(sender, phone));
  }

  add(sender: string, phone: string, now: number): void {
    if (!this.has(sender, phone)) this.#blocked.set(key(sender, phone), { sender, phone, since: now });
  }

  /** False when there was none. */
  remove(sender: string, phone: string): boolean {
    return this.#blocked.delete(key(sender, phone));
  }

  list(): readonly { readonly sender: string; readonly phone: string; readonly since: string }[] {
    return [...this.#blocked.values()].map((one) => ({ ...one, since: new Date(one.since).toISOString() }));
  }

  clear(): void {
    this.#blocked.clear();
  }
}

function key(sender: string, phone: string): string {
  return `${sender} ${phone}`;
}
