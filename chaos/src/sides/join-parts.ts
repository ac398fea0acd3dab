/** `(2/3) ` before each of several parts. */
const PART = /^\((\d+)\/(\d+)\) ([\s\S]*)$/;

/** A message of which some parts have come. */
interface Begun<One> {
  readonly first: One;
  readonly count: number;
  readonly words: string[];
  /** How many parts came a second time. */
  again: number;
}

/**
 * What came to a phone, with each message that came in parts as one, where its last part stands: what separated two
 * parts is in neither. A message of which a part is missing is not there. One of which a part came twice is there twice,
 * since somebody has read something again.
 */
export function joinParts<One extends { readonly text: string }>(came: readonly One[]): readonly One[] {
  const whole: One[] = [];
  let begun: Begun<One> | undefined;
  for (const one of came) {
    const [, part, parts, words] = PART.exec(one.text) ?? [];
    if (words === undefined) {
      whole.push(one);
      continue;
    }
    const number = Number(part);
    if (begun !== undefined && begun.words[number - 1] === words && !(number === 1 && isWhole(begun))) {
      if (isWhole(begun)) whole.push(joined(begun));
      else begun.again += 1;
      continue;
    }
    if (number === 1) begun = { first: one, count: Number(parts), words: [words], again: 0 };
    else if (begun?.words.length === number - 1) begun.words.push(words);
    else begun = undefined;
    if (begun !== undefined && isWhole(begun)) whole.push(...Array(1 + begun.again).fill(joined(begun)));
  }
  return whole;
}

function isWhole<One>({ words, count }: Begun<One>): boolean {
  return words.length === count;
}

function joined<One>({ first, words }: Begun<One>): One {
  return { ...first, text: words.join(' ') };
}
