import type { ClientOptions } from './client-types.ts';

type State = Parameters<NonNullable<ClientOptions['onState']>>[0];

/** Whom the client tells. What they throw, at once or later, changes nothing for it. */
export interface Listeners {
  /** `data` as it came. */
  event(data: string, number: number | null): void;
  reset(): void;
  state(state: State): void;
  error(error: unknown): void;
}

export function createListeners({ onEvent, onReset, onState, onError }: ClientOptions): Listeners {
  // Nobody is left who could be told what `onError` throws.
  const error = (reason: unknown) => guard(() => onError?.(reason), ignore);
  return {
    event: (data, number) => guard(() => onEvent(JSON.parse(data), number), error),
    reset: () => guard(() => onReset?.(), error),
    state: (state) => guard(() => onState?.(state), error),
    error,
  };
}

/** A listener may well be an async function. */
function guard(tell: () => unknown, onFailure: (error: unknown) => void): void {
  try {
    Promise.resolve(tell()).catch(onFailure);
  } catch (error) {
    onFailure(error);
  }
}

function ignore(): void {}
