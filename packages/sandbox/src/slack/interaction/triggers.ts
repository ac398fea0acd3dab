import { newSecret } from '../id.ts';
import type { SlackCloud } from '../slack-cloud.ts';
import { SlackError } from '../slack-error.ts';

/** Who did something that a view may be opened for. */
export interface Trigger {
  readonly teamId: string;
  readonly userId: string;
}

/** Trigger ids: good for one view, and not for long. */
export class Triggers {
  readonly #cloud: SlackCloud;
  readonly #known: Map<string, Trigger & { readonly until: number; used: boolean }> = new Map();

  constructor(cloud: SlackCloud) {
    this.#cloud = cloud;
  }

  make(trigger: Trigger): string {
    const id = `${newSecret('').slice(0, 13)}.${newSecret('').slice(0, 12)}.${newSecret('')}`;
    this.#known.set(id, { ...trigger, until: this.#cloud.now() + this.#cloud.knobs.triggerTtlMs, used: false });
    return id;
  }

  /** Throws what Slack says of one that is not good any more. */
  take(id: string, teamId: string): Trigger {
    const known = this.#known.get(id);
    if (known === undefined || known.teamId !== teamId) {
      const messages = ['invalid `trigger_id`'];
      throw new SlackError('invalid_arguments', { extra: { response_metadata: { messages } } });
    }
    if (known.used) throw new SlackError('exchanged_trigger_id');
    if (this.#cloud.now() > known.until) throw new SlackError(this.#cloud.knobs.expiredTriggerError);
    known.used = true;
    return known;
  }
}
