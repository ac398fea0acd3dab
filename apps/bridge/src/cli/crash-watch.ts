import type { AdapterFaults } from '../compose/adapter-faults.ts';
import { adapterAtWork } from '../compose/adapter-scope.ts';
import type { CliIo } from './io.ts';

/** An error that an adapter let escape into the process. */
interface Leak {
  readonly channel: string;
  readonly error: unknown;
}

/** Tells errors of adapters, which are contained, from others, after which nothing is certain any more. */
export interface CrashWatch {
  /** Those that nobody was told of yet. */
  readonly leaks: readonly Leak[];
  /** Tells of every leak, past and to come. */
  tell(faults: AdapterFaults): void;
  stop(): void;
}

/** `onCrash` gets what did not come from an adapter. */
export function watchCrashes(io: Pick<CliIo, 'onCrash'>, onCrash: (error: unknown) => void): CrashWatch {
  const leaks: Leak[] = [];
  let told: AdapterFaults | null = null;
  const stop = io.onCrash((error) => {
    const channel = adapterAtWork();
    if (channel === null) onCrash(error);
    else if (told !== null) told.noteLeak(channel, error);
    else leaks.push({ channel, error });
  });
  return {
    leaks,
    tell(faults) {
      told = faults;
      for (const { channel, error } of leaks.splice(0)) faults.noteLeak(channel, error);
    },
    stop,
  };
}
