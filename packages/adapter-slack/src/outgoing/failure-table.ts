import type { FailureScope } from '@trunkline/core';

export interface FailureRule {
  readonly scope: FailureScope;
  readonly retryable: boolean;
  /** Slack says no, but part of it may have happened. */
  readonly unknown?: true;
  readonly human: string;
}

const never = (human: string): FailureRule => ({ scope: 'message', retryable: false, human });
const later = (human: string): FailureRule => ({ scope: 'message', retryable: true, human });
const unknown = (human: string): FailureRule => ({ scope: 'message', retryable: true, unknown: true, human });

const GONE = never('the app is no longer connected to this Slack workspace');
const SCOPE = never('the Slack app may not do this; its permissions have to be renewed');
const CLOSED = never('the Slack conversation takes no messages any more');
const ABSENT = never('the app is not in this Slack conversation');
const LONG = never('the text is too long for Slack');
const FORM = never('Slack did not understand the message');
const TROUBLE = unknown('Slack had trouble of its own');

/** What Slack says of a call that it refuses, by the `error` in its answer. */
export const failureTable: Readonly<Record<string, FailureRule>> = {
  // The workspace: each has its own token, so nothing of this stops the others.
  invalid_auth: GONE,
  not_authed: GONE,
  account_inactive: GONE,
  token_revoked: GONE,
  token_expired: GONE,
  app_uninstalled: GONE,
  org_login_required: later('the Slack workspace is being moved'),
  team_access_not_granted: GONE,
  missing_scope: SCOPE,
  no_permission: SCOPE,
  not_allowed_token_type: SCOPE,
  ekm_access_denied: never('the administrators of the Slack workspace have suspended messages'),
  access_denied: SCOPE,
  enterprise_is_restricted: SCOPE,
  // The conversation.
  channel_not_found: ABSENT,
  not_in_channel: ABSENT,
  is_archived: CLOSED,
  channel_is_archived: CLOSED,
  is_inactive: CLOSED,
  thread_not_found: CLOSED,
  cannot_reply_to_message: CLOSED,
  message_not_found: CLOSED,
  restricted_action: never('the Slack workspace does not let the app post here'),
  restricted_action_read_only_channel: never('the Slack channel is read-only'),
  restricted_action_thread_only_channel: never('the Slack channel takes replies only'),
  restricted_action_thread_locked: CLOSED,
  restricted_action_non_threadable_channel: never('the Slack channel has no threads'),
  cannot_dm_bot: never('the person in Slack takes no direct messages'),
  user_disabled: never('the person in Slack has been deactivated'),
  user_not_found: never('the person in Slack is not known'),
  users_not_found: never('the person in Slack is not known'),
  user_not_visible: never('the person in Slack cannot be seen by the app'),
  messages_tab_disabled: never('the Slack app takes no direct messages; its messages tab is off'),
  // The message.
  msg_too_long: LONG,
  msg_blocks_too_long: LONG,
  metadata_too_large: LONG,
  no_text: never('the message is empty'),
  invalid_blocks: FORM,
  invalid_blocks_format: FORM,
  invalid_arguments: FORM,
  invalid_arg_name: FORM,
  invalid_metadata_format: FORM,
  invalid_post_type: FORM,
  message_limit_exceeded: later('the Slack workspace has reached its limit of messages'),
  duplicate_message_not_found: FORM,
  // The traffic.
  ratelimited: later('Slack takes fewer messages at the moment'),
  rate_limited: later('Slack takes fewer messages at the moment'),
  rollup_error: TROUBLE,
  fatal_error: TROUBLE,
  internal_error: TROUBLE,
  request_timeout: TROUBLE,
  service_unavailable: TROUBLE,
  team_added_to_org: later('the Slack workspace is being moved'),
};

/** For what Slack may come to say: it was refused, and the same again would be. */
export const otherRefusal: FailureRule = never('Slack refused the message');

/** What an app gets to hear in a place where it cannot begin a thread, so that it asks the person directly. */
export const unreachablePlaces: ReadonlySet<string> = new Set([
  ...['channel_not_found', 'not_in_channel', 'is_archived', 'channel_is_archived', 'is_inactive', 'restricted_action'],
  ...['restricted_action_read_only_channel', 'restricted_action_thread_only_channel'],
  ...['restricted_action_non_threadable_channel', 'cannot_dm_bot', 'messages_tab_disabled'],
]);

export const goneWorkspaces: ReadonlySet<string> = new Set(
  Object.entries(failureTable).flatMap(([code, rule]) => (rule === GONE ? [code] : [])),
);
