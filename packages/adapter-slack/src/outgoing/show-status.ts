import type { DeliveryBody } from '@trunkline/core';
import { type StatusView, statusView } from '../views/status-view.ts';
import { refusalOf } from './failures.ts';
import { markOf } from './metadata.ts';
import { readState, type SlackState } from './state.ts';
import { untilAborted } from './until-aborted.ts';
import { type ThreadWrite, targetOf } from './write.ts';

/** Slack looks for nothing in the text that is not marked as it (an update does so by default). */
const fixed = { link_names: false, parse: 'none' } as const;

export type StatusBody = Extract<DeliveryBody, { readonly kind: 'status' }>;

/** Somebody has deleted the message, or the workspace lets nobody edit any more: a new one takes its place. */
const NOT_EDITABLE: ReadonlySet<string> = new Set(['message_not_found', 'cant_update_message', 'edit_window_closed']);

/** Edits the status message of the conversation, or posts it where there is none yet. */
export async function showStatus(write: ThreadWrite, body: StatusBody): Promise<SlackState> {
  const { outbound, parts } = write;
  const known = readState(outbound.adapterState);
  const lead = known?.status.lead ?? null;
  const { status, agentName } = body;
  const view = statusView({ conversation: outbound.delivery.conversationId, status, agentName, lead }, parts.texts);
  const ts = (known !== null && (await edit(write, known.status.ts, view))) || (await post(write, view));
  return { status: { ts, lead } };
}

/** False: it cannot be edited. */
async function edit(write: ThreadWrite, ts: string, view: StatusView): Promise<string | false> {
  const { client, place, outbound, parts, signal } = write;
  const kind = ts === place.thread ? 'root' : 'post';
  const metadata = markOf(outbound.delivery, { bridge: parts.bridgeId, kind });
  try {
    await untilAborted(() => client.chat.update({ ...fixed, channel: place.channel, ts, ...view, metadata }), signal);
    return ts;
  } catch (error) {
    if (NOT_EDITABLE.has(refusalOf(error) ?? '')) return false;
    throw error;
  }
}

async function post({ client, place, outbound, parts, signal }: ThreadWrite, view: StatusView): Promise<string> {
  const metadata = markOf(outbound.delivery, { bridge: parts.bridgeId, kind: 'post' });
  const call = () => client.chat.postMessage({ ...fixed, ...targetOf(place), ...view, unfurl_links: false, metadata });
  return (await untilAborted(call, signal)).ts ?? '';
}
