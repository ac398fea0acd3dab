import { graphemesOf } from './graphemes.ts';
import { septetsOf } from './gsm7.ts';

export type Encoding = 'gsm7' | 'ucs2';

/** Septets or UTF-16 units: alone, and in each of several segments, which carry a header. */
const ROOM: Readonly<Record<Encoding, { readonly alone: number; readonly each: number }>> = {
  gsm7: { alone: 160, each: 153 },
  ucs2: { alone: 70, each: 67 },
};

/** Counts segments while a text grows. Nothing that is read as one is spread over two segments, unless it is larger than one. */
export class SegmentCount {
  #graphemes: string[] = [];
  #encoding: Encoding = 'gsm7';
  #total = 0;
  #full = 0;
  #used = 0;

  get segments(): number {
    return this.#total <= ROOM[this.#encoding].alone ? 1 : this.#full + 1;
  }

  get encoding(): Encoding {
    return this.#encoding;
  }

  add(grapheme: string): void {
    this.#graphemes.push(grapheme);
    if (this.#encoding === 'gsm7' && septetsOf(grapheme) === 0) this.#recountAsUcs2();
    else this.#take(this.#encoding === 'gsm7' ? septetsOf(grapheme) : grapheme.length);
  }

  #recountAsUcs2(): void {
    this.#encoding = 'ucs2';
    this.#total = this.#full = this.#used = 0;
    for (const grapheme of this.#graphemes) this.#take(grapheme.length);
  }

  #take(size: number): void {
    const { each } = ROOM[this.#encoding];
    this.#total += size;
    if (this.#used + size > each && this.#used > 0) {
      this.#full += 1;
      this.#used = 0;
    }
    this.#used += size;
    while (this.#used > each) {
      this.#full += 1;
      this.#used -= each;
    }
  }
}

/** How many segments a carrier makes of a text, each of which is paid for. */
export function segmentsOf(text: string): number {
  const count = new SegmentCount();
  for (const grapheme of graphemesOf(text.replaceAll('\r\n', '\n'))) count.add(grapheme);
  return count.segments;
}
