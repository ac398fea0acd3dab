import type { Failure, Route } from '../domain/failure.ts';
import type { Draft } from './draft.ts';

/** What a failure says about its route: whatever is not the route's fault shows that the route works. */
export function reportRoute(draft: Draft, route: Route, failure: Failure): void {
  if (failure.scope === 'route') {
    draft.paused[route] = true;
    draft.effects.push({ type: 'pauseRoute', route, failure });
  } else {
    draft.effects.push({ type: 'routeWorks', route });
  }
}
