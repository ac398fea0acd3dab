import { Chance } from '@trunkline/bench/chance';
import { NASTY_NUMBERS, NASTY_TEXTS } from './nasty.ts';

const FNV_PRIME = 16_777_619;

/** The chances of one input: they follow from the seed, the target's name and the input's number. */
export class Draw {
  readonly #chance: Chance;

  constructor(seed: number, target: string, number: number) {
    let state = 2_166_136_261;
    for (const unit of `${seed}/${target}/${number}`) state = Math.imul(state ^ unit.charCodeAt(0), FNV_PRIME);
    this.#chance = new Chance(state);
  }

  /** A whole number from `least` to `most`. */
  between(least: number, most: number): number {
    return least + Math.floor(this.#chance.next() * (most - least + 1));
  }

  /** True so many times in a hundred. */
  percent(often: number): boolean {
    return this.#chance.next() * 100 < often;
  }

  of<One>(all: readonly One[]): One {
    return all[this.between(0, all.length - 1)] as One;
  }

  some<One>(most: number, make: () => One): readonly One[] {
    return Array.from({ length: this.between(0, most) }, make);
  }

  text(): string {
    return this.percent(50) ? this.of(NASTY_TEXTS) : this.some(4, () => this.#scrap()).join(this.of(['', ' ', '\n']));
  }

  number(): number {
    return this.percent(50) ? this.of(NASTY_NUMBERS) : this.between(-5, 2_000);
  }

  #scrap(): string {
    const kind = this.between(0, 4);
    if (kind === 0) return String.fromCharCode(...this.some(6, () => this.between(0, 0xff)));
    if (kind === 1) return String.fromCharCode(...this.some(4, () => this.between(0x100, 0xffff)));
    if (kind === 2) return String.fromCodePoint(this.between(0x1_0000, 0x10_ffff));
    if (kind === 3) return this.of(NASTY_TEXTS).slice(0, this.between(1, 12));
    return this.of(['word', 'and', 'another', '42', 'über', 'naïve', '👩‍👩‍👧', 'ok']).repeat(
      this.percent(3) ? this.between(1, 600) : 1,
    );
  }
}
