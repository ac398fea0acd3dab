import { fewFiles } from './few-files.ts';
import type { Part, PartOptions } from './part.ts';
import { receiverHour } from './receiver-hour.ts';
import { reconnect } from './reconnect.ts';
import { tenTimes } from './ten-times.ts';

export type PartName = 'rate' | 'reconnect' | 'receiver' | 'files';

const PARTS: Readonly<Record<PartName, (options: PartOptions) => Promise<Part>>> = {
  rate: tenTimes,
  reconnect,
  receiver: receiverHour,
  files: fewFiles,
};
export const PART_NAMES: readonly PartName[] = ['rate', 'reconnect', 'receiver', 'files'];

/** One part after the other, each with a bridge of its own. */
export async function runOverload(names: readonly PartName[], options: PartOptions): Promise<readonly Part[]> {
  const parts: Part[] = [];
  for (const name of names) parts.push(await PARTS[name](options));
  return parts;
}

/** For people, in Markdown. */
export function overloadText(parts: readonly Part[]): string {
  const blocks = parts.map(({ name, figures, problems }) =>
    [
      `### ${name}`,
      '',
      '| figure | |',
      '|---|---:|',
      ...Object.entries(figures).map(([figure, value]) => `| ${figure} | ${value} |`),
      ...(problems.length === 0 ? [] : ['', ...problems.map((problem) => `PROBLEM: ${problem}`)]),
      '',
    ].join('\n'),
  );
  return `${blocks.join('\n')}\n`;
}
