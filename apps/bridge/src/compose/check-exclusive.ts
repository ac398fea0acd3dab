import type { ConfigProblems } from '../config/errors.ts';
import type { PlannedChannel } from './plan.ts';

/** What only one channel may have would bring everything to agents twice if two had it. */
export function checkExclusive(channels: readonly PlannedChannel[], problems: ConfigProblems): void {
  for (const [index, { name, adapter }] of channels.entries()) {
    for (const other of channels.slice(0, index)) {
      const both = (adapter.capabilities.exclusive ?? []).find((mine) =>
        (other.adapter.capabilities.exclusive ?? []).some((theirs) => overlap(mine, theirs)),
      );
      if (both === undefined) continue;
      const why = `${both} belongs to the channel ${other.name} already: agents would get what comes there twice`;
      problems.add(['channels', name], why, 'key');
    }
  }
}

/** `a/b` is within `a`. */
function overlap(one: string, other: string): boolean {
  return one === other || one.startsWith(`${other}/`) || other.startsWith(`${one}/`);
}
