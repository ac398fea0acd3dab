import type { KnownBlock, ModalView, PlainTextOption } from '@slack/types';
import type { ModalTexts } from '../texts.ts';

export const TOPIC_MODAL = 'trunkline_topic';
export const TOPIC_BLOCK = 'trunkline_topic_text';
export const QUEUE_BLOCK = 'trunkline_topic_queue';
const TOPIC_ACTION = 'topic';
const QUEUE_ACTION = 'queue';
const LONGEST_TOPIC = 2_000;
/** Of a select menu. */
const MOST_OPTIONS = 100;
const LONGEST_LABEL = 75;

export interface QueueChoice {
  /** What comes back, at most 150 characters. */
  readonly value: string;
  readonly label: string;
}

export interface TopicModal {
  readonly queues: readonly QueueChoice[];
  /** What was typed behind the command already. */
  readonly topic?: string;
  /** Comes back with the submission, at most 3,000 characters. */
  readonly privateMetadata: string;
  readonly texts: ModalTexts;
}

/** Asks what it is about and, if there is more than one queue, for whom it is. */
export function topicModal({ queues, topic, privateMetadata, texts }: TopicModal): ModalView {
  const plain = (text: string) => ({ type: 'plain_text', text, emoji: true }) as const;
  const ask: KnownBlock = {
    type: 'input',
    block_id: TOPIC_BLOCK,
    label: plain(texts.topic),
    hint: plain(texts.topicHint),
    element: {
      type: 'plain_text_input',
      action_id: TOPIC_ACTION,
      multiline: true,
      max_length: LONGEST_TOPIC,
      ...(topic !== undefined && topic !== '' && { initial_value: topic.slice(0, LONGEST_TOPIC) }),
    },
  };
  return {
    type: 'modal',
    callback_id: TOPIC_MODAL,
    private_metadata: privateMetadata,
    title: plain(texts.title),
    submit: plain(texts.submit),
    close: plain(texts.cancel),
    blocks: queues.length > 1 ? [ask, chooseQueue(queues, texts)] : [ask],
  };
}

function chooseQueue(queues: readonly QueueChoice[], texts: ModalTexts): KnownBlock {
  const options: PlainTextOption[] = queues
    .slice(0, MOST_OPTIONS)
    .map(({ value, label }) => ({ text: { type: 'plain_text', text: label.slice(0, LONGEST_LABEL) }, value }));
  return {
    type: 'input',
    block_id: QUEUE_BLOCK,
    label: { type: 'plain_text', text: texts.queue },
    element: {
      type: 'static_select',
      action_id: QUEUE_ACTION,
      options,
      ...(options[0] && { initial_option: options[0] }),
    },
  };
}

/** The part of a `view_submission` that matters here. */
export interface SubmittedView {
  readonly state?: {
    readonly values?: Readonly<Record<string, Readonly<Record<string, SubmittedValue | undefined>> | undefined>>;
  };
}

interface SubmittedValue {
  readonly value?: string | null;
  readonly selected_option?: { readonly value?: string } | null;
}

export type TopicSubmission =
  /** `queue`: null where there was nothing to choose. */
  | { readonly topic: string; readonly queue: string | null }
  /** By block id, for `response_action: errors`. */
  | { readonly errors: Readonly<Record<string, string>> };

/** What was filled in. A queue that was not offered is not believed. */
export function readTopicModal(
  view: SubmittedView,
  { queues, texts }: { readonly queues: readonly QueueChoice[]; readonly texts: ModalTexts },
): TopicSubmission {
  const values = view.state?.values;
  const topic = (values?.[TOPIC_BLOCK]?.[TOPIC_ACTION]?.value ?? '').trim();
  const chosen = values?.[QUEUE_BLOCK]?.[QUEUE_ACTION]?.selected_option?.value;
  const queue =
    queues.find(({ value }) => value === chosen)?.value ?? (queues.length > 1 ? null : (queues[0]?.value ?? null));
  const errors = {
    ...(topic === '' && { [TOPIC_BLOCK]: texts.topicMissing }),
    ...(queue === null && queues.length > 1 && { [QUEUE_BLOCK]: texts.queueMissing }),
  };
  return Object.keys(errors).length > 0 ? { errors } : { topic, queue };
}
