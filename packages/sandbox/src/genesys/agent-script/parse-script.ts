import { z } from 'zod';
import { ControlError } from '../../control/control-error.ts';
import { parseStep } from './parse-step.ts';
import type { Scenario, ScenarioMatch, Script, Step } from './script.ts';
import { orderProblems } from './step-order.ts';
import { object } from './step-shape.ts';

/** A script that cannot be played; the message has one line for each fault, with the scenario and the step. */
export class ScriptError extends ControlError {
  constructor(problems: readonly string[]) {
    super(400, problems.join('\n'));
  }
}

const matchShape: z.ZodType<ScenarioMatch> = z.strictObject(
  {
    queue: z.string('must be text').optional(),
    displayName: z.string('must be text').optional(),
    customField: z.record(z.string(), z.string('must be text'), 'must be an object of texts').optional(),
  },
  object('queue, displayName, customField'),
);
const scenarioShape = z.strictObject(
  {
    name: z.string('must be text').optional(),
    match: matchShape.default({}),
    repeat: z.boolean('must be true or false').default(false),
    steps: z.array(z.unknown(), 'must be a list of steps').min(1, 'must have a step'),
  },
  object('name, match, repeat, steps'),
);
const severalShape = z.strictObject(
  { scenarios: z.array(z.unknown(), 'must be a list').min(1, 'must have a scenario') },
  object('scenarios, or name, match, repeat, steps for a single one'),
);

/** Throws a {@link ScriptError} that names all faults at once. */
export function parseScript(raw: unknown): Script {
  const written = scenariosIn(raw);
  const readings = written.map((one, index) => readScenario(one, index + 1));
  const scenarios = readings.flatMap(({ scenario }) => scenario ?? []);
  const problems = readings.flatMap((reading) => reading.problems);
  const catchAll = scenarios.findIndex(({ match }) => Object.values(match).every((part) => part === undefined));
  const [behind] = catchAll < 0 ? [] : scenarios.slice(catchAll + 1);
  if (behind !== undefined && problems.length === 0) {
    problems.push(`${behind.title} is never played: ${scenarios[catchAll]?.title} fits every chat`);
  }
  if (problems.length > 0) throw new ScriptError(problems);
  return { scenarios };
}

function scenariosIn(raw: unknown): readonly unknown[] {
  const isObject = typeof raw === 'object' && raw !== null && !Array.isArray(raw);
  if (isObject && 'steps' in raw && !('scenarios' in raw)) return [raw];
  const several = severalShape.safeParse(raw);
  if (several.success) return several.data.scenarios;
  throw new ScriptError(several.error.issues.map(({ path, message }) => ['The script', ...path, message].join(' ')));
}

interface ScenarioReading {
  readonly scenario?: Scenario;
  readonly problems: readonly string[];
}

function readScenario(raw: unknown, number: number): ScenarioReading {
  const title = titleOf(raw, number);
  const parsed = scenarioShape.safeParse(raw);
  if (!parsed.success) {
    return { problems: parsed.error.issues.map(({ path, message }) => `${title}: ${[...path, message].join(' ')}`) };
  }
  const { match, repeat, steps: written } = parsed.data;
  const readings = written.map(parseStep);
  const bad = readings.flatMap((reading, index) =>
    'problem' in reading ? [`${title}, step ${index + 1}${reading.problem}`] : [],
  );
  if (bad.length > 0) return { problems: bad };
  return ordered(
    readings.flatMap((reading) => ('step' in reading ? [reading.step] : [])),
    { title, match, repeat },
  );
}

function ordered(
  steps: readonly Step[],
  about: { title: string; match: ScenarioMatch; repeat: boolean },
): ScenarioReading {
  const { title, match, repeat } = about;
  const firstWait = steps.findIndex(({ kind }) => kind === 'waitFor');
  if (repeat && firstWait < 0) return { problems: [`${title}: repeat needs a step waitFor to go on from`] };
  const scenario: Scenario = { title, match, steps, repeatFrom: repeat ? firstWait : undefined };
  return { scenario, problems: orderProblems(scenario).map((problem) => `${title}, ${problem}`) };
}

function titleOf(raw: unknown, number: number): string {
  const { name } = (raw ?? {}) as { name?: unknown };
  return typeof name === 'string' && name !== '' ? `scenario ${number} "${name}"` : `scenario ${number}`;
}
