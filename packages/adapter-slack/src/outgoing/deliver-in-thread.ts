import type { DeliverOutcome, DeliveryBody } from '@trunkline/core';
import { toMrkdwn } from '../format/to-mrkdwn.ts';
import { filled, type SlackTexts } from '../texts.ts';
import { outcomeOf } from './failures.ts';
import { type Post, postText } from './post-text.ts';
import { showStatus } from './show-status.ts';
import { writeState } from './state.ts';
import type { ThreadWrite } from './write.ts';

/** Carries out one delivery in a place that exists. Never throws. */
export async function deliverInThread(write: ThreadWrite): Promise<DeliverOutcome> {
  const { body } = write.outbound.delivery;
  try {
    if (body.kind !== 'status')
      return { outcome: 'accepted', key: await postText(write, postOf(body, write.parts.texts)) };
    const state = await showStatus(write, body);
    return { outcome: 'accepted', key: state.status.ts, adapterState: writeState(state) };
  } catch (error) {
    return outcomeOf(error);
  }
}

function postOf(body: Exclude<DeliveryBody, { readonly kind: 'status' }>, texts: SlackTexts): Post {
  switch (body.kind) {
    case 'message':
      return { text: toMrkdwn(body.text), author: body.author };
    case 'failure': {
      const reason = toMrkdwn(body.failure.human);
      return { text: body.text === null ? filled(texts.undelivered, { reason }) : toMrkdwn(body.text), author: null };
    }
    default:
      return { text: toMrkdwn(body.text), author: null };
  }
}
