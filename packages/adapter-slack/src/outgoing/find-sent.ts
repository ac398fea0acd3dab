import type { FindSentOutcome } from '@trunkline/core';
import { encodeAddress, isProvisional, type ProvisionalPlace, type SlackPlace } from '../address.ts';
import { type MarkedPost, readMarked } from './read-marked.ts';
import { findRoot } from './root.ts';
import { since } from './since.ts';
import { readState, writeState } from './state.ts';
import type { ThreadWrite, Write } from './write.ts';

/** Looks for the post that carries the delivery's id. Throws if not everything could be read. */
export async function findPost(write: Write, place: SlackPlace): Promise<FindSentOutcome> {
  return isProvisional(place) ? await findWithRoot(write, place) : await findInThread({ ...write, place });
}

async function findInThread(write: ThreadWrite): Promise<FindSentOutcome> {
  const { client, outbound, place, signal } = write;
  const { createdAt, body } = outbound.delivery;
  const { channel, thread } = place;
  const posts = await readMarked(client, { channel, thread, oldest: since(createdAt) }, signal);
  const known = readState(outbound.adapterState);
  const found =
    ours(write, posts) ?? (body.kind === 'status' && known !== null ? await edited(write, known.status.ts) : undefined);
  if (found === undefined) return { found: 'notSent' };
  if (body.kind !== 'status') return { found: 'sent', key: found.ts };
  const state = writeState({ status: { ts: found.ts, lead: known?.status.lead ?? null } });
  return { found: 'sent', key: found.ts, adapterState: state };
}

/** The status message is older than its edits: it is read by itself. */
async function edited(write: ThreadWrite, ts: string): Promise<MarkedPost | undefined> {
  const { channel, thread } = write.place;
  const within = thread === ts ? null : thread;
  return ours(write, await readMarked(write.client, { channel, thread: within, oldest: ts, latest: ts }, write.signal));
}

async function findWithRoot(write: Write, place: ProvisionalPlace): Promise<FindSentOutcome> {
  const root = await findRoot(write, place);
  if (root === null) return { found: 'notSent' };
  const { delivery } = write.outbound;
  const real = { team: place.team, channel: root.channel, thread: root.ts };
  const state = writeState(root.state);
  const made = { address: encodeAddress(real), adapterState: state };
  if (delivery.body.kind === 'status' && root.delivery === delivery.id) return { found: 'sent', key: root.ts, ...made };
  const found = await findInThread({ ...write, place: real, outbound: { ...write.outbound, adapterState: state } });
  return found.found === 'sent' ? { ...made, ...found } : found;
}

/** A thread that was made for a message says nothing of the message. */
function ours({ outbound, parts }: Write, posts: readonly MarkedPost[]): MarkedPost | undefined {
  const { id, body } = outbound.delivery;
  return posts.find(
    ({ mark }) =>
      mark.delivery === id && mark.bridge === parts.bridgeId && (body.kind === 'status' || mark.kind !== 'root'),
  );
}
