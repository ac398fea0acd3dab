import type { Scenario, Step } from './script.ts';

/** Where the agent stands between two steps. */
type Standing = 'away' | 'ringing' | 'talking' | 'over';

interface Rule {
  readonly from: readonly Standing[];
  /** Undefined: where it was. */
  readonly to?: Standing;
}

const talks: Rule = { from: ['talking'] };
const waits: Rule = { from: ['away', 'ringing', 'talking'] };

const rules: Readonly<Record<Step['kind'], Rule>> = {
  alert: { from: ['away'], to: 'ringing' },
  accept: { from: ['away', 'ringing'], to: 'talking' },
  decline: { from: ['away', 'ringing'], to: 'away' },
  type: talks,
  say: talks,
  hold: talks,
  transfer: talks,
  mediaRequest: talks,
  leave: { from: ['talking'], to: 'over' },
  end: { from: ['away', 'ringing', 'talking'], to: 'over' },
  wait: waits,
  waitFor: waits,
};

const why: Readonly<Record<Standing, string>> = {
  away: 'no agent has accepted',
  ringing: 'it is ringing, accept or decline comes first',
  talking: 'an agent is connected already, transfer instead',
  over: 'the chat is over',
};

/** What cannot be done at that point of a scenario, whoever the guest is; one line for each step. */
export function orderProblems({ steps, repeatFrom }: Pick<Scenario, 'steps' | 'repeatFrom'>): readonly string[] {
  const first = walk(steps, 0, 'away');
  if (repeatFrom === undefined || first.problems.length > 0) return first.problems;
  const again = walk(steps.slice(repeatFrom), repeatFrom, first.end);
  return again.problems.map((problem) => `${problem} when it is repeated`);
}

function walk(steps: readonly Step[], offset: number, start: Standing): { problems: readonly string[]; end: Standing } {
  const problems: string[] = [];
  let standing = start;
  steps.forEach(({ kind }, index) => {
    const rule = rules[kind];
    if (!rule.from.includes(standing)) problems.push(`step ${offset + index + 1} (${kind}): ${why[standing]}`);
    standing = rule.to ?? standing;
  });
  return { problems, end: standing };
}
