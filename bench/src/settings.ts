export const FIGURES = ['saturation', 'latency', 'growth', 'recovery', 'start', 'commits'] as const;
export type Figure = (typeof FIGURES)[number];

/** How much is measured. */
export interface Settings {
  readonly figures: ReadonlySet<Figure>;
  /** How often floor and bridge take turns for one figure. */
  readonly rounds: number;
  /** Round trips under way at saturation, each of a customer of its own. */
  readonly atOnce: number;
  /** Before the first round of a subject, so that its code is compiled. */
  readonly firstWarmUpMs: number;
  /** And so many round trips, since a slow machine compiles as late as it does everything else. */
  readonly firstWarmUpTrips: number;
  readonly warmUpMs: number;
  readonly measureMs: number;
  readonly latencyMs: number;
  /** Customers for whom every figure is measured. */
  readonly rungs: readonly number[];
  readonly rungRounds: number;
  /** Once the run has lasted this long, one of those has to do. */
  readonly rungRoundsUntilMs: number;
  readonly rungMs: number;
  /** Conversations with which memory is read; each reading is held against the first. Cut to what the machine allows. */
  readonly memoryRungs: readonly number[];
  /** Before memory is read; in the middle of it garbage is collected. */
  readonly quietMs: number;
  /** New conversations are opened for no longer than this at a time. */
  readonly openWithinMs: number;
  /** Once the run has lasted this long, nothing more is opened only to read memory. */
  readonly memoryUntilMs: number;
  readonly recoverConversations: number;
  readonly starts: number;
  readonly commitsMs: number;
}

/** As many as the limits of any machine allow. */
const MANY = 1_000_000;

export const fullSettings: Settings = {
  figures: new Set(FIGURES),
  rounds: 3,
  atOnce: 128,
  firstWarmUpMs: 3_000,
  firstWarmUpTrips: 10_000,
  warmUpMs: 500,
  measureMs: 2_500,
  latencyMs: 2_500,
  rungs: [1, 10, 100, 1_000, 10_000],
  rungRounds: 2,
  rungRoundsUntilMs: 120_000,
  rungMs: 1_500,
  memoryRungs: [1_000, 5_000, MANY],
  quietMs: 2_000,
  openWithinMs: 45_000,
  memoryUntilMs: 210_000,
  recoverConversations: 5_000,
  starts: 3,
  commitsMs: 5_000,
};

/** Every figure, none of it exact: under a minute. */
export const quickSettings: Settings = {
  ...fullSettings,
  rounds: 1,
  atOnce: 16,
  firstWarmUpMs: 300,
  firstWarmUpTrips: 0,
  warmUpMs: 100,
  measureMs: 400,
  latencyMs: 400,
  rungs: [1, 100, 200],
  rungRounds: 1,
  rungMs: 300,
  memoryRungs: [200, 300],
  quietMs: 200,
  recoverConversations: 100,
  starts: 1,
  commitsMs: 1_200,
};
