import type { Delivery, Outcome } from '../delivery/delivery.ts';
import type { SlackCloud } from '../slack-cloud.ts';
import { SlackError } from '../slack-error.ts';
import { typedCommand } from '../text/typed-text.ts';
import { Args } from '../web-api/args.ts';
import type { Channel } from '../workspace/channel.ts';
import { isReply, type Message } from '../workspace/message.ts';
import type { Person } from '../workspace/person.ts';
import type { Team } from '../workspace/team.ts';
import { showResponse } from './show-response.ts';

/** Somebody, and where they are. */
export interface Actor {
  readonly team: Team;
  readonly person: Person;
}

/** What came of it, and what the app can answer with. */
export interface InteractionResult {
  readonly outcome: Outcome;
  /** What the person sees when it failed, in Slack's words. */
  readonly problem?: string;
  readonly triggerId: string;
  readonly responseUrl?: string;
}

/** `/command text`, typed in a channel. */
export async function runCommand(
  cloud: SlackCloud,
  { team, person }: Actor,
  typed: { readonly channel: Channel; readonly command: string; readonly text: string },
): Promise<InteractionResult> {
  const { channel, command } = typed;
  const target = { teamId: team.id, channel: channel.id, user: person.id, messageTs: undefined, threadTs: undefined };
  const responseUrl = cloud.responseUrls.make(target);
  const triggerId = cloud.triggers.make({ teamId: team.id, userId: person.id });
  const payload = {
    token: cloud.app.verificationToken,
    team_id: team.id,
    team_domain: team.domain,
    channel_id: channel.id,
    channel_name: channelName(channel),
    user_id: person.id,
    user_name: person.name,
    command,
    text: cloud.app.escapeCommands ? typedCommand(typed.text, team) : typed.text,
    api_app_id: cloud.app.id,
    is_enterprise_install: 'false',
    response_url: responseUrl,
    trigger_id: triggerId,
  };
  const delivery = { kind: 'slash_commands', teamId: team.id, type: command, channel: channel.id, payload } as const;
  const outcome = await cloud.dispatcher.send(delivery);
  const shown = unlessRefused(() => {
    if (outcome.state !== 'acked' || !hasContent(outcome.response)) return;
    showResponse(cloud, target, new Args(outcome.response));
  });
  return { outcome, ...problemOf(outcome, command), ...shown, triggerId, responseUrl };
}

/** From the menu of a message, or with none from everybody's. */
export async function runShortcut(
  cloud: SlackCloud,
  { team, person }: Actor,
  chosen: { readonly callbackId: string; readonly on?: { readonly channel: Channel; readonly message: Message } },
): Promise<InteractionResult> {
  const { callbackId, on } = chosen;
  const triggerId = cloud.triggers.make({ teamId: team.id, userId: person.id });
  const shared = {
    token: cloud.app.verificationToken,
    action_ts: actionTs(cloud),
    team: { id: team.id, domain: team.domain },
    user: { id: person.id, username: person.name, name: person.name, team_id: team.id },
    is_enterprise_install: false,
    enterprise: null,
    callback_id: callbackId,
    trigger_id: triggerId,
    api_app_id: cloud.app.id,
  };
  if (on === undefined)
    return interact(cloud, { team, type: 'shortcut', payload: { type: 'shortcut', ...shared }, triggerId });
  const responseUrl = urlFor(cloud, { team, person }, on);
  const payload = {
    type: 'message_action',
    ...shared,
    channel: { id: on.channel.id, name: channelName(on.channel) },
    message_ts: on.message.ts,
    message: on.message,
    response_url: responseUrl,
  };
  return {
    ...(await interact(cloud, { team, type: 'message_action', payload, triggerId, channel: on.channel })),
    responseUrl,
  };
}

/** Hands over an interaction, by its payload. */
export async function interact(
  cloud: SlackCloud,
  interaction: {
    readonly team: Team;
    readonly type: string;
    readonly payload: Readonly<Record<string, unknown>>;
    readonly triggerId: string;
    readonly channel?: Channel;
  },
): Promise<InteractionResult> {
  const { team, type, payload, triggerId, channel } = interaction;
  const delivery: Delivery = { kind: 'interactive', teamId: team.id, type, channel: channel?.id, payload };
  const outcome = await cloud.dispatcher.send(delivery);
  return { outcome, ...problemOf(outcome, type), triggerId };
}

/** The response_url of a message and whoever does something with it. */
export function urlFor(cloud: SlackCloud, { team, person }: Actor, on: { channel: Channel; message: Message }): string {
  const { ts, thread_ts: thread } = on.message;
  const threadTs = isReply(on.message) ? thread : undefined;
  return cloud.responseUrls.make({ teamId: team.id, channel: on.channel.id, user: person.id, messageTs: ts, threadTs });
}

export function actionTs(cloud: SlackCloud): string {
  const now = cloud.now();
  return `${Math.floor(now / 1_000)}.${String((now % 1_000) * 1_000).padStart(6, '0')}`;
}

/** As payloads call it. */
export function channelName({ kind, name }: Channel): string {
  if (kind === 'im') return 'directmessage';
  return kind === 'group' ? 'privategroup' : name;
}

function problemOf(outcome: Outcome, what: string): { readonly problem?: string } {
  if (outcome.state === 'acked') return {};
  const why = outcome.reason === 'timeout' ? 'operation_timeout' : 'dispatch_failed';
  return { problem: `${what} failed with the error "${why}"` };
}

/** What an app answers may be nothing that Slack shows. */
export function unlessRefused(show: () => void): { readonly problem?: string } {
  try {
    show();
    return {};
  } catch (error) {
    if (!(error instanceof SlackError)) throw error;
    return { problem: `The app answered something that cannot be shown: ${error.error}` };
  }
}

function hasContent(response: unknown): response is Readonly<Record<string, unknown>> {
  if (typeof response !== 'object' || response === null) return false;
  return 'text' in response || 'blocks' in response || 'attachments' in response;
}
