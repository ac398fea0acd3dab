import { SlackError } from '../slack-error.ts';
import type { BotCall, BotMethods } from './api-method.ts';

export const viewMethods: BotMethods = {
  'views.open': { scopes: [], handle: (call) => open(call, false) },
  'views.push': { scopes: [], handle: (call) => open(call, true) },
  'views.update': { scopes: [], handle: update },
};

function open(call: BotCall, onTop: boolean): object {
  const { cloud, args, team, bot } = call;
  const trigger = cloud.triggers.take(args.required('trigger_id'), team.id);
  const given = args.json('view', 'invalid_arguments');
  if (!onTop) cloud.views.clear(trigger.userId);
  const owner = { teamId: team.id, userId: trigger.userId, appId: cloud.app.id, botId: bot.botId };
  const view = cloud.views.push(given, owner);
  cloud.trace.emit({ kind: 'change', type: 'view_opened', teamId: team.id });
  return { view };
}

function update({ cloud, args, team }: BotCall): object {
  const given = args.json('view', 'invalid_arguments');
  const externalId = args.text('external_id');
  const viewId =
    args.text('view_id') ?? cloud.views.list().find(({ view }) => view['external_id'] === externalId)?.view.id;
  const known = viewId === undefined ? undefined : cloud.views.find(viewId);
  if (viewId === undefined || known?.teamId !== team.id) throw new SlackError('not_found');
  const view = cloud.views.update(viewId, given, args.text('hash'));
  cloud.trace.emit({ kind: 'change', type: 'view_updated', teamId: team.id });
  return { view };
}
