import type { Direction } from '../domain/delivery.ts';
import type { Failure } from '../domain/failure.ts';
import type { Draft } from './draft.ts';

/** What a failure says about its route: whatever is not the route's fault shows that the route works. */
export function reportRoute(draft: Draft, direction: Direction, failure: Failure): void {
  if (failure.scope === 'route') {
    draft.paused[direction] = true;
    draft.effects.push({ type: 'pauseRoute', direction, failure });
  } else {
    draft.effects.push({ type: 'routeWorks', direction });
  }
}
