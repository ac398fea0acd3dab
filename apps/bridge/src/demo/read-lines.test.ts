import { expect, it } from 'vitest';
import { readLines } from './read-lines.ts';

it('gives whole lines, wherever the stream was cut', async () => {
  const bytes = new TextEncoder().encode('één\ntwo\n\nrest');
  async function* cut(): AsyncGenerator<Uint8Array> {
    for (const byte of bytes) yield Uint8Array.of(byte);
  }
  const lines: string[] = [];
  for await (const line of readLines(cut())) lines.push(line);
  expect(lines).toEqual(['één', 'two', '', 'rest']);
});
