import type { Draw } from './draw.ts';

/** What became of one input. */
type Reception = 'accepted' | 'refused';

/** Something was taken that must not be, or came out wrong. */
export class Violation extends Error {}

export function demand(holds: boolean, otherwise: string): void {
  if (!holds) throw new Violation(otherwise);
}

/** What inputs are made for and put into. */
interface Subject<Input> {
  /** The same draws make the same input. */
  make(draw: Draw): Input;
  /** Throws a Violation, or whatever the parser throws that must not throw. */
  judge(input: Input): Reception | Promise<Reception>;
  close?(): Promise<void>;
}

/** One parser that faces the outside. */
export interface Target<Input = unknown> {
  readonly name: string;
  /** Its part of all inputs, beside the other targets' parts. */
  readonly weight: number;
  open(): Promise<Subject<Input>>;
}
