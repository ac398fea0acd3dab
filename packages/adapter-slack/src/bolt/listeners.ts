import type { App, Context } from '@slack/bolt';
import type { Inbound, Setting } from '../events/inbound.ts';
import { onCommand } from '../events/on-command.ts';
import { onMessage } from '../events/on-message.ts';
import { asMessageEvent } from '../events/slack-message.ts';

/** Everything that the app listens to. A listener resolves once what it was told is durable. */
export function registerListeners(app: App, inbound: Inbound): void {
  const takeMessage = async ({ event, context }: { readonly event: unknown; readonly context: Context }) => {
    const message = asMessageEvent(event);
    if (message !== null) await onMessage(inbound, message, settingOf(context));
  };
  app.event('message', takeMessage);
  // Comes beside `message` where the app is in the channel, with the same `ts`.
  app.event('app_mention', takeMessage);
  app.command(inbound.options.command, async ({ command, ack, context }) => {
    await ack(await onCommand(inbound, command, settingOf(context)));
  });
}

function settingOf({ teamId, botUserId }: Context): Setting {
  return { team: teamId ?? '', botUserId: botUserId ?? '' };
}
