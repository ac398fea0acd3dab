import { z } from 'zod';
import type { SlackFaultRule } from '../slack/faults/slack-fault.ts';
import { slackFaultRuleShape } from '../slack/faults/slack-fault.ts';
import type { SlackKnobs } from '../slack/knobs.ts';
import { someSlackKnobs } from '../slack/knobs.ts';
import type { ShortcutPlan } from '../slack/slack-app.ts';
import { shortcutPlanShape } from '../slack/slack-app.ts';
import type { TeamPlan } from '../slack/workspace/team-plan.ts';
import { teamPlanShape } from '../slack/workspace/team-plan.ts';
import { readShape } from './read-shape.ts';

/** What a knobs file for Slack may hold. */
export interface SlackFile {
  readonly knobs?: Partial<SlackKnobs> | undefined;
  readonly teams?: readonly TeamPlan[] | undefined;
  readonly shortcuts?: readonly ShortcutPlan[] | undefined;
  /** What the app asks for. */
  readonly scopes?: readonly string[] | undefined;
  /** What it is subscribed to. */
  readonly botEvents?: readonly string[] | undefined;
  readonly faults?: readonly SlackFaultRule[] | undefined;
}

const shape: z.ZodType<SlackFile> = z.strictObject({
  knobs: someSlackKnobs.optional(),
  teams: z.array(teamPlanShape).min(1).optional(),
  shortcuts: z.array(shortcutPlanShape).optional(),
  scopes: z.array(z.string().min(1)).optional(),
  botEvents: z.array(z.string().min(1)).optional(),
  faults: z.array(slackFaultRuleShape).optional(),
});

/** Throws commander's InvalidArgumentError, which names the option and the file's fault. */
export function readSlackFile(path: string): SlackFile {
  return readShape(path, shape);
}
