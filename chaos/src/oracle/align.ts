/** What arrived at a side, held against what was owed to it, by place in either list. */
export interface Alignment {
  /** By place in `observed`: the place in `expected` that it fulfils; null: none. */
  readonly placeOf: readonly (number | null)[];
  /** Places in `expected` that nothing fulfils. */
  readonly missing: readonly number[];
  /** Places in `observed` that repeat something. */
  readonly repeated: readonly number[];
  /** Places in `observed` whose text nobody owed. */
  readonly foreign: readonly number[];
  /** Places in `observed` that came after something that was owed after them. */
  readonly overtaken: readonly number[];
}

/** What came. */
export interface Observed {
  readonly text: string;
  /** It says itself that it comes after something newer, so that nothing follows from where it stands. */
  readonly late: boolean;
}

/**
 * Texts that occur once are recognised by what they say. Those that occur more often ("ok") by where they stand: between
 * the nearest recognised ones before and after.
 */
export function align(expected: readonly string[], observed: readonly Observed[]): Alignment {
  const places = placesOf(expected);
  const placeOf: (number | null)[] = observed.map(() => null);
  const taken = new Set<number>();
  const [repeated, foreign, overtaken]: [number[], number[], number[]] = [[], [], []];
  let reached = -1;
  for (const [at, { text }] of observed.entries()) {
    const candidates = places.get(text) ?? [];
    const free = candidates.filter((place) => !taken.has(place));
    const before = nextRecognised({ places, taken }, observed.slice(at + 1, at + 1 + LOOK_AHEAD), reached);
    const place =
      free.find((one) => one > reached && one < before) ?? free.find((one) => isNear(one, reached, candidates));
    if (place === undefined) {
      (candidates.length === 0 ? foreign : repeated).push(at);
      continue;
    }
    placeOf[at] = place;
    taken.add(place);
    if (place < reached) overtaken.push(at);
    reached = Math.max(reached, place);
  }
  const missing = expected.map((_, place) => place).filter((place) => !taken.has(place));
  return { placeOf, missing, repeated, foreign, overtaken };
}

/** How far the next text that occurs once is looked for. */
const LOOK_AHEAD = 64;

interface Known {
  readonly places: ReadonlyMap<string, readonly number[]>;
  readonly taken: ReadonlySet<number>;
}

/** The place of the next text that is recognised by itself and was not passed yet. */
function nextRecognised({ places, taken }: Known, following: readonly Observed[], reached: number): number {
  for (const { text, late } of following) {
    if (late) continue;
    const [place, ...others] = places.get(text) ?? [];
    if (place !== undefined && others.length === 0 && place > reached && !taken.has(place)) return place;
  }
  return Number.POSITIVE_INFINITY;
}

/** A text that occurs once is it wherever it stands; of the others only one that was passed over is. */
function isNear(place: number, reached: number, candidates: readonly number[]): boolean {
  return candidates.length === 1 || place < reached;
}

function placesOf(texts: readonly string[]): ReadonlyMap<string, readonly number[]> {
  const places = new Map<string, number[]>();
  for (const [place, text] of texts.entries()) places.set(text, [...(places.get(text) ?? []), place]);
  return places;
}
