import { type Explanation, type Inquiry, TrunklineError } from '@trunkline/core';
import { encodeAddress } from '../address.ts';
import { type AppliedOptions, applyOptions } from '../applied-options.ts';
import { isInternal } from '../events/internal.ts';
import { isOneToOne } from '../events/one-to-one.ts';
import { refusalOf } from '../events/refusal.ts';
import type { SlackOptions } from '../options.ts';

/** Stands for the workspace, which only Slack could name. */
const TEAM = 'T0';

/** What would become of a message by `from` (a person's id) in `to` (a channel's id; absent: a direct message). */
export function explain(options: SlackOptions, { from, to, text, at }: Inquiry): Explanation {
  if (!/^[UW][A-Z0-9]{2,}$/.test(from))
    throw new TrunklineError('slack.not-a-person', 'people of Slack are named by id, e.g. U0123ABCD');
  const channel = to ?? `D${from.slice(1)}`;
  if (!/^[CGD][A-Z0-9]{2,}$/.test(channel))
    throw new TrunklineError('slack.not-a-channel', 'channels of Slack are named by id, e.g. C0123ABCD');
  const applied = applyOptions(options);
  if (isInternal(text, applied.internalPrefix))
    return nothing('internalPrefix', 'The line begins with the prefix of what stays among colleagues.');
  const refusal = refusalOf(applied.allows, { user: from, channel });
  if (refusal !== null)
    return nothing(applied.allows.user(from) ? 'allow.channels' : 'allow.users', `They would be told: ${refusal}`);
  return {
    rule: ruleOf(applied),
    message: {
      address: encodeAddress({ team: TEAM, channel, thread: isOneToOne(channel) ? null : tsOf(at) }),
      text,
      author: { id: from },
      sentAt: at,
      ...(applied.queues.length === 1 &&
        applied.queues[0] !== undefined && { routing: { queue: applied.queues[0].queue } }),
    },
    notes: [
      ...(isOneToOne(channel)
        ? []
        : ['In a channel only what mentions the app begins a conversation; replies in its thread go on with it.']),
      ...(applied.queues.length > 1
        ? [
            `Commands and shortcuts ask which of ${applied.queues.length} queues it is for; mentions go where the channel's routing says.`,
          ]
        : []),
    ],
  };
}

function ruleOf({ queues }: AppliedOptions): string {
  return queues.length === 1 ? 'queues.0' : 'routing';
}

function nothing(rule: string, note: string): Explanation {
  return { rule, message: null, notes: [note] };
}

function tsOf(at: number): string {
  return (at / 1000).toFixed(6);
}
