import {
  type Document,
  isAlias,
  isCollection,
  isMap,
  isScalar,
  isSeq,
  type LineCounter,
  type Node,
  type Pair,
} from 'yaml';

export type KeyPath = readonly PropertyKey[];

/** Counted from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** Finds where in the file a key path stands. */
export interface Positions {
  /** Of a key or its value; of what is missing: the deepest key above it that exists. */
  of(path: KeyPath, part: 'key' | 'value'): Position;
  atOffset(offset: number): Position;
}

export function createPositions(document: Document, lines: LineCounter): Positions {
  const atOffset = (offset: number): Position => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };
  return {
    atOffset,
    of(path, part) {
      let node: unknown = document.contents;
      let offset = 0;
      for (const [index, segment] of path.entries()) {
        const step = stepInto(document, node, segment);
        if (step === null) break;
        const wantsKey = part === 'key' && index === path.length - 1;
        offset = wantsKey ? step.keyOffset : step.offset;
        node = step.value;
      }
      return atOffset(offset);
    },
  };
}

interface Step {
  readonly value: unknown;
  readonly keyOffset: number;
  readonly offset: number;
}

function stepInto(document: Document, from: unknown, segment: PropertyKey): Step | null {
  const node = isAlias(from) ? from.resolve(document) : from;
  if (isMap(node)) {
    const pair = (node.items as Pair[]).find((item) => keyText(item.key) === String(segment));
    if (pair === undefined) return null;
    const keyOffset = startOf(pair.key) ?? 0;
    return { value: pair.value, keyOffset, offset: valueOffset(pair.value, keyOffset) };
  }
  if (isSeq(node)) {
    const item = node.items[Number(segment)];
    const offset = startOf(item);
    return offset === null ? null : { value: item, keyOffset: offset, offset };
  }
  return null;
}

/** Maps and lists in block form and empty values are shown at their key: that is where the reader looks. */
function valueOffset(value: unknown, keyOffset: number): number {
  if (isCollection(value) && value.flow !== true) return keyOffset;
  if (isScalar(value) && value.value === null && (value.source ?? '') === '') return keyOffset;
  return startOf(value) ?? keyOffset;
}

function startOf(node: unknown): number | null {
  return (node as Node | null | undefined)?.range?.[0] ?? null;
}

export function keyText(key: unknown): string {
  return String(isScalar(key) ? key.value : key);
}
