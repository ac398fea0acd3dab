import { agentScope } from '../session/conversation-life.ts';
import type { Step } from '../session/effect.ts';
import type { CustomerState } from '../session/state.ts';

/** More are not remembered: the store is asked again. */
const MOST = 64;

/**
 * The keys taken in from a session that this process has opened itself, which are all there can be: what is not among
 * them was never seen, and the store need not be asked.
 */
export class SessionKeys {
  #scope: string | null = null;
  #keys: Set<string> | null = null;

  /** To be told of every step that was committed. */
  follow(before: CustomerState, { state, writes }: Step<CustomerState>): void {
    const had = before.kept.conversation?.session ?? null;
    const has = state.kept.conversation?.session ?? null;
    if (had?.id !== has?.id) {
      const opened = has !== null && state.link.fresh;
      this.#scope = opened ? agentScope(has) : null;
      this.#keys = null;
    }
    if (this.#scope === null) return;
    for (const { scope, key } of writes.seen) {
      if (scope !== this.#scope) continue;
      this.#keys ??= new Set();
      this.#keys.add(key);
    }
    if (this.#keys !== null && this.#keys.size > MOST) this.#scope = null;
  }

  /** Whether it is certain that none of them was seen before. */
  areNew(scope: string, keys: readonly string[]): boolean {
    return scope === this.#scope && !keys.some((key) => this.#keys?.has(key));
  }
}
