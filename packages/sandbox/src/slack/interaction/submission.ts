import type { SlackCloud } from '../slack-cloud.ts';
import type { Block } from '../workspace/message.ts';
import { optionOf } from './click.ts';
import type { Actor, InteractionResult } from './interactions.ts';
import { interact, unlessRefused } from './interactions.ts';
import type { OpenView, View } from './views.ts';

/** What was filled in, by block and action; of menus the option's value. */
export type FilledIn = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** What came of a submit: complaints by block, or none. */
export interface SubmissionResult extends InteractionResult {
  readonly errors?: Readonly<Record<string, string>>;
}

/** Somebody submits a modal; the app says what becomes of it. */
export async function submitView(
  cloud: SlackCloud,
  actor: Actor,
  submitted: { readonly open: OpenView; readonly values: FilledIn },
): Promise<SubmissionResult> {
  const { open, values } = submitted;
  const triggerId = cloud.triggers.make({ teamId: actor.team.id, userId: actor.person.id });
  const view = { ...open.view, state: { values: stateOf(open.view, values) } };
  const payload = { type: 'view_submission', ...shared(cloud, actor), trigger_id: triggerId, view, response_urls: [] };
  const result = await interact(cloud, { team: actor.team, type: 'view_submission', payload, triggerId });
  const { outcome } = result;
  if (outcome.state === 'failed') return result;
  let errors: SubmissionResult['errors'];
  const shown = unlessRefused(() => {
    errors = obey(cloud, open, outcome.response);
  });
  cloud.trace.emit({ kind: 'change', type: 'view_submitted', teamId: actor.team.id });
  return { ...result, ...shown, ...(errors && { errors }) };
}

/** Somebody closes a modal, which the app hears of if it asked to. */
export async function closeView(cloud: SlackCloud, actor: Actor, open: OpenView): Promise<void> {
  cloud.views.close(open.view.id);
  cloud.trace.emit({ kind: 'change', type: 'view_closed', teamId: actor.team.id });
  if (open.view['notify_on_close'] !== true) return;
  const payload = { type: 'view_closed', ...shared(cloud, actor), view: open.view, is_cleared: false };
  await interact(cloud, { team: actor.team, type: 'view_closed', payload, triggerId: '' });
}

/** Does what the acknowledgement says; returns its complaints. */
function obey(cloud: SlackCloud, open: OpenView, response: unknown): Readonly<Record<string, string>> | undefined {
  const {
    response_action: action,
    errors,
    view,
  } = response as {
    readonly response_action?: unknown;
    readonly errors?: Readonly<Record<string, string>>;
    readonly view?: unknown;
  };
  const { userId, teamId } = open;
  if (action === 'errors') return errors ?? {};
  if (action === 'update') cloud.views.update(open.view.id, view);
  else if (action === 'push') {
    cloud.views.push(view, { userId, teamId, appId: cloud.app.id, botId: String(open.view['bot_id']) });
  } else if (action === 'clear') cloud.views.clear(userId);
  else cloud.views.close(open.view.id);
  return undefined;
}

function shared(cloud: SlackCloud, { team, person }: Actor): Readonly<Record<string, unknown>> {
  return {
    team: { id: team.id, domain: team.domain },
    user: { id: person.id, username: person.name, name: person.name, team_id: team.id },
    api_app_id: cloud.app.id,
    token: cloud.app.verificationToken,
    is_enterprise_install: false,
    enterprise: null,
  };
}

/** Every input is in it, empty ones as null. */
function stateOf(view: View, values: FilledIn): object {
  const state: Record<string, object> = {};
  for (const block of view['blocks'] as readonly Block[]) {
    const element = block['element'];
    if (block['type'] !== 'input' || typeof element !== 'object' || element === null) continue;
    const blockId = String(block['block_id']);
    const actionId = String((element as Block)['action_id']);
    state[blockId] = { [actionId]: stateValue(element as Block, values[blockId]?.[actionId]) };
  }
  return state;
}

function stateValue(element: Block, given: unknown): object {
  const type = String(element['type']);
  const value = given ?? element['initial_value'] ?? null;
  if (type === 'users_select') return { type, selected_user: value };
  if (type === 'checkboxes') {
    const chosen = Array.isArray(given) ? given.flatMap((one) => optionOf(element, one) ?? []) : [];
    return { type, selected_options: chosen };
  }
  if (type === 'static_select' || type === 'radio_buttons') {
    return {
      type,
      selected_option: given === undefined ? (element['initial_option'] ?? null) : optionOf(element, given),
    };
  }
  return { type, value };
}
