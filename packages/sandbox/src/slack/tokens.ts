/** What a token stands for. */
export interface TokenGrant {
  readonly teamId: string;
  readonly state: 'valid' | 'revoked' | 'uninstalled';
  /** Milliseconds since 1970; undefined is never. */
  readonly expiresAt: number | undefined;
}

/** The bot tokens of all workspaces, and the refresh tokens of those that rotate. */
export class Tokens {
  readonly #bots: Map<string, TokenGrant> = new Map();
  readonly #refreshes: Map<string, string> = new Map();

  add(token: string, teamId: string, expiresAt?: number): void {
    this.#bots.set(token, { teamId, state: 'valid', expiresAt });
  }

  find(token: string): TokenGrant | undefined {
    return this.#bots.get(token);
  }

  /** Every token of the workspace; returns how many were valid. */
  end(teamId: string, state: 'revoked' | 'uninstalled'): number {
    const ended = [...this.#bots].filter(([, grant]) => grant.teamId === teamId && grant.state === 'valid');
    for (const [token, grant] of ended) this.#bots.set(token, { ...grant, state });
    for (const [token, of] of this.#refreshes) if (of === teamId) this.#refreshes.delete(token);
    return ended.length;
  }

  addRefresh(token: string, teamId: string): void {
    this.#refreshes.set(token, teamId);
  }

  /** The workspace it was for; it can be used once. */
  takeRefresh(token: string): string | undefined {
    const teamId = this.#refreshes.get(token);
    this.#refreshes.delete(token);
    return teamId;
  }

  /** A valid one of the workspace. */
  current(teamId: string): string | undefined {
    return [...this.#bots].findLast(([, grant]) => grant.teamId === teamId && grant.state === 'valid')?.[0];
  }
}
