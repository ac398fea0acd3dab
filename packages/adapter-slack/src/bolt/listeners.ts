import type { App, Context } from '@slack/bolt';
import { z } from 'zod';
import type { Inbound, Setting } from '../events/inbound.ts';
import { endWorkspace } from '../events/lifecycle.ts';
import { BUTTONS, onButton } from '../events/on-button.ts';
import { onCommand } from '../events/on-command.ts';
import { onMessage } from '../events/on-message.ts';
import { onGlobalShortcut, onMessageShortcut, SHORTCUT } from '../events/on-shortcut.ts';
import { onView } from '../events/on-view.ts';
import { asMessageEvent } from '../events/slack-message.ts';
import { understand } from '../events/understand.ts';
import { TOPIC_MODAL } from '../views/topic-modal.ts';

/** Everything that the app listens to. A listener resolves once what it was told is durable. */
export function registerListeners(app: App, inbound: Inbound): void {
  listenToPeople(app, inbound);
  listenToWishes(app, inbound);
  listenToWorkspace(app, inbound);
}

function listenToPeople(app: App, inbound: Inbound): void {
  const takeMessage = async ({ event, context }: { readonly event: unknown; readonly context: Context }) => {
    const message = asMessageEvent(event);
    if (message !== null) await onMessage(inbound, message, settingOf(context));
  };
  app.event('message', takeMessage);
  // Comes beside `message` where the app is in the channel, with the same `ts`.
  app.event('app_mention', takeMessage);
}

/** What needs a trigger or a word back is answered in the request. */
function listenToWishes(app: App, inbound: Inbound): void {
  app.command(inbound.options.command, async ({ command, ack, context }) => {
    await ack(await onCommand(inbound, command, settingOf(context)));
  });
  app.shortcut({ callback_id: SHORTCUT, type: 'message_action' }, async ({ shortcut, ack, context }) => {
    await onMessageShortcut(inbound, shortcut, settingOf(context));
    await ack();
  });
  app.shortcut({ callback_id: SHORTCUT, type: 'shortcut' }, async ({ shortcut, ack, context }) => {
    await onGlobalShortcut(inbound, shortcut.trigger_id, settingOf(context));
    await ack();
  });
  app.action(BUTTONS, async ({ body, ack, context }) => {
    await onButton(inbound, body, settingOf(context));
    await ack();
  });
  app.view({ callback_id: TOPIC_MODAL, type: 'view_submission' }, async ({ body, ack, context }) => {
    const answer = await onView(inbound, body, settingOf(context));
    await (answer === undefined ? ack() : ack(answer));
  });
}

const told = z.object({
  event_id: z.string(),
  team_id: z.string().nullish(),
  enterprise_id: z.string().nullish(),
});
const revoked = z.object({ tokens: z.object({ bot: z.array(z.string()).optional() }).optional() });

function listenToWorkspace(app: App, inbound: Inbound): void {
  const end = async (body: unknown) => {
    const { event_id: eventId, team_id: team, enterprise_id: enterprise } = understand(told, body);
    // An organisation that has installed the app for all its workspaces names none of them.
    const id = team ?? enterprise;
    if (id !== null && id !== undefined) await endWorkspace(inbound, { id, eventId });
  };
  app.event('app_uninstalled', async ({ body }) => {
    await end(body);
  });
  app.event('tokens_revoked', async ({ body, event }) => {
    // A person's own token says nothing about the app.
    if ((understand(revoked, event).tokens?.bot ?? []).length === 0) return;
    await end(body);
  });
  app.event('channel_id_changed', async ({ event, context }) => {
    const { old_channel_id: from, new_channel_id: to } = event;
    await inbound.channels.rename(settingOf(context).team, { from, to });
  });
}

function settingOf({ teamId, botUserId }: Context): Setting {
  return { team: teamId ?? '', botUserId: botUserId ?? '' };
}
