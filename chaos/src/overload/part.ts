import type { Progress } from '../report/progress.ts';

/** How much is asked of the bridge. */
interface OverloadSettings {
  readonly seconds: number;
  readonly conversations: number;
}

export interface PartOptions {
  readonly settings: OverloadSettings;
  readonly progress: Progress;
  readonly signal: AbortSignal;
}

/** What one part has shown. */
export interface Part {
  readonly name: string;
  readonly figures: Readonly<Record<string, number>>;
  /** What must not be, in words. */
  readonly problems: readonly string[];
}
