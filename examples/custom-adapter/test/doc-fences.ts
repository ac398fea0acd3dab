import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export interface Fence {
  readonly language: string;
  /** Named in the page as `file=…`; null: an excerpt. */
  readonly file: string | null;
  readonly text: string;
  /** Where it begins in the page, counted from 1. */
  readonly line: number;
}

const OPENING = /^```(\w*)(?: file=(\S+))?$/;

/** The blocks of code of a page, in order. */
export function fencesOf(page: string): readonly Fence[] {
  const fences: Fence[] = [];
  const lines = page.split('\n');
  for (let index = 0; index < lines.length; index += 1) {
    const [opening, language = '', file = null] = OPENING.exec(lines[index] ?? '') ?? [];
    if (opening === undefined) continue;
    const end = lines.indexOf('```', index + 1);
    if (end < 0) throw new Error(`the block in line ${index + 1} does not end`);
    fences.push({ language, file, text: `${lines.slice(index + 1, end).join('\n')}\n`, line: index + 2 });
    index = end;
  }
  return fences;
}

export const guide: readonly Fence[] = fencesOf(
  readFileSync(fileURLToPath(new URL('../../../docs/writing-an-adapter.md', import.meta.url)), 'utf8'),
);

/** The text of a file that the guide shows whole. */
export function guideFile(name: string): string {
  const fence = guide.find(({ file }) => file === name);
  if (fence === undefined) throw new Error(`the guide shows no ${name}`);
  return fence.text;
}
