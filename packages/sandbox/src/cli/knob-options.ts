import type { Command } from 'commander';
import { InvalidArgumentError, Option } from 'commander';
import { z } from 'zod';
import type { KnobFlag } from './knob-flags.ts';
import { parseNumber } from './number-flags.ts';

/** The knobs of one vendor as a command takes them. */
export interface KnobOptions<Knobs extends object> {
  readonly flags: Readonly<Record<keyof Knobs, KnobFlag>>;
  readonly defaults: Knobs;
  /** Of any number of knobs; refuses unknown names and impossible values. */
  readonly shape: z.ZodType<Partial<Knobs>>;
}

/** One option for each knob. */
export function addKnobOptions<Knobs extends object>(command: Command, knobs: KnobOptions<Knobs>): void {
  for (const name of namesOf(knobs)) command.addOption(knobOption(knobs, name));
}

/** Those that the command line gives. */
export function givenKnobs<Knobs extends object>(command: Command, knobs: KnobOptions<Knobs>): Partial<Knobs> {
  const given: Partial<Record<keyof Knobs, unknown>> = {};
  for (const option of command.options) {
    const name = namesOf(knobs).find((knob) => knobs.flags[knob].flag === option.flags);
    const key = option.attributeName();
    if (name !== undefined && command.getOptionValueSource(key) === 'cli') given[name] = command.getOptionValue(key);
  }
  return z.parse(knobs.shape, given);
}

function namesOf<Knobs extends object>({ flags }: KnobOptions<Knobs>): readonly (keyof Knobs)[] {
  return Object.keys(flags) as (keyof Knobs)[];
}

/** No default of commander's own: a flag that is not given must not win over the file. */
function knobOption<Knobs extends object>(knobs: KnobOptions<Knobs>, name: keyof Knobs): Option {
  const { flag, help } = knobs.flags[name];
  const standard = knobs.defaults[name];
  if (typeof standard === 'boolean') return new Option(flag, help);
  const option = new Option(flag, `${help} (default: ${JSON.stringify(standard)})`);
  return option.argParser((text) => parseKnob(knobs, name, text));
}

function parseKnob<Knobs extends object>({ defaults, shape }: KnobOptions<Knobs>, name: keyof Knobs, text: string) {
  const value = typeof defaults[name] === 'number' ? parseNumber(text) : text;
  const parsed = shape.safeParse({ [name]: value });
  if (parsed.success) return parsed.data[name];
  throw new InvalidArgumentError(parsed.error.issues.map((issue) => issue.message).join('; '));
}
