import type { SlackCloud } from '../slack-cloud.ts';
import type { Channel } from '../workspace/channel.ts';
import type { Block, Message } from '../workspace/message.ts';
import { isReply } from '../workspace/message.ts';
import type { Actor, InteractionResult } from './interactions.ts';
import { actionTs, channelName, interact, urlFor } from './interactions.ts';
import type { OpenView } from './views.ts';

/** Which button or menu, and what was chosen in it. */
export interface Click {
  readonly actionId: string;
  readonly blockId: string | undefined;
  /** Of a menu: the value of the option. */
  readonly value: string | undefined;
}

/** An element and the block that it is in. */
export interface FoundElement {
  readonly blockId: string;
  readonly element: Block;
}

/** The element of a message's or view's blocks that a click is on. */
export function findElement(blocks: readonly Block[], { actionId, blockId }: Click): FoundElement | undefined {
  for (const block of blocks) {
    const id = String(block['block_id']);
    if (blockId !== undefined && id !== blockId) continue;
    const inside = [...listOf(block['elements']), ...listOf([block['accessory']]), ...listOf([block['element']])];
    const element = inside.find((one) => one['action_id'] === actionId);
    if (element !== undefined) return { blockId: id, element };
  }
  return undefined;
}

/** A click on something in a message. */
export function clickInMessage(
  cloud: SlackCloud,
  actor: Actor,
  on: { readonly channel: Channel; readonly message: Message; readonly found: FoundElement; readonly click: Click },
): Promise<InteractionResult> {
  const { channel, message, found, click } = on;
  const responseUrl = urlFor(cloud, actor, { channel, message });
  const isEphemeral = message.is_ephemeral === true;
  return send(cloud, actor, {
    channel,
    actions: [actionOf(cloud, found, click)],
    facts: {
      container: {
        type: 'message',
        message_ts: message.ts,
        channel_id: channel.id,
        is_ephemeral: isEphemeral,
        ...(isReply(message) && { thread_ts: message.thread_ts }),
      },
      channel: { id: channel.id, name: channelName(channel) },
      ...(!isEphemeral && { message }),
      state: { values: {} },
      response_url: responseUrl,
    },
  }).then((result) => ({ ...result, responseUrl }));
}

/** A click on something in a modal. */
export function clickInView(
  cloud: SlackCloud,
  actor: Actor,
  on: { readonly open: OpenView; readonly found: FoundElement; readonly click: Click },
): Promise<InteractionResult> {
  const { open, found, click } = on;
  const facts = { container: { type: 'view', view_id: open.view.id }, view: open.view };
  return send(cloud, actor, { actions: [actionOf(cloud, found, click)], facts });
}

function send(
  cloud: SlackCloud,
  { team, person }: Actor,
  what: { readonly channel?: Channel; readonly actions: readonly object[]; readonly facts: object },
): Promise<InteractionResult> {
  const triggerId = cloud.triggers.make({ teamId: team.id, userId: person.id });
  const payload = {
    type: 'block_actions',
    user: { id: person.id, username: person.name, name: person.name, team_id: team.id },
    api_app_id: cloud.app.id,
    token: cloud.app.verificationToken,
    trigger_id: triggerId,
    team: { id: team.id, domain: team.domain },
    enterprise: null,
    is_enterprise_install: false,
    ...what.facts,
    actions: what.actions,
  };
  const { channel } = what;
  return interact(cloud, { team, type: 'block_actions', payload, triggerId, ...(channel && { channel }) });
}

function actionOf(cloud: SlackCloud, { blockId, element }: FoundElement, { value }: Click): object {
  const { type, action_id: actionId, text, value: own, style } = element;
  const shared = { action_id: actionId, block_id: blockId, type, action_ts: actionTs(cloud) };
  if (type === 'button')
    return { ...shared, text, ...(own !== undefined && { value: own }), ...(style !== undefined && { style }) };
  return { ...shared, selected_option: optionOf(element, value) };
}

/** The option of a menu that has this value. */
export function optionOf(element: Block, value: unknown): Block | null {
  const groups = listOf(element['option_groups']).flatMap((group) => listOf(group['options']));
  return [...listOf(element['options']), ...groups].find((option) => option['value'] === value) ?? null;
}

function listOf(value: unknown): readonly Block[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'object' && one !== null) : [];
}
