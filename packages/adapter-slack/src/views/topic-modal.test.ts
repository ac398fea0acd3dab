import { expect, it } from 'vitest';
import { defaultTexts } from '../texts.ts';
import {
  QUEUE_BLOCK,
  type QueueChoice,
  readTopicModal,
  type SubmittedView,
  TOPIC_BLOCK,
  topicModal,
} from './topic-modal.ts';

const texts = defaultTexts.modal;
const queues: readonly QueueChoice[] = [
  { value: 'IT', label: 'Computers' },
  { value: 'HR', label: 'People' },
];
const modal = (choices: readonly QueueChoice[], topic?: string) =>
  topicModal({ queues: choices, privateMetadata: 'from', texts, ...(topic !== undefined && { topic }) });
const filledIn = (topic: string | null, queue?: string): SubmittedView => ({
  state: {
    values: {
      [TOPIC_BLOCK]: { topic: { value: topic } },
      ...(queue !== undefined && { [QUEUE_BLOCK]: { queue: { selected_option: { value: queue } } } }),
    },
  },
});

it('asks for a queue only where there is a choice', () => {
  expect(modal(queues).blocks.map(({ block_id: id }) => id)).toEqual([TOPIC_BLOCK, QUEUE_BLOCK]);
  expect(modal(queues.slice(0, 1)).blocks.map(({ block_id: id }) => id)).toEqual([TOPIC_BLOCK]);
  expect(JSON.stringify(modal([], 'my laptop'))).toContain('"initial_value":"my laptop"');
});

it('reads what was filled in', () => {
  expect(readTopicModal(filledIn(' laptop ', 'HR'), { queues, texts })).toEqual({ topic: 'laptop', queue: 'HR' });
  expect(readTopicModal(filledIn('laptop'), { queues: queues.slice(0, 1), texts })).toEqual({
    topic: 'laptop',
    queue: 'IT',
  });
  expect(readTopicModal(filledIn('laptop'), { queues: [], texts })).toEqual({ topic: 'laptop', queue: null });
});

it('says beside the field what is missing, and believes no queue that was not offered', () => {
  const both = { [TOPIC_BLOCK]: texts.topicMissing, [QUEUE_BLOCK]: texts.queueMissing };
  expect(readTopicModal(filledIn('  '), { queues, texts })).toEqual({ errors: both });
  expect(readTopicModal({}, { queues, texts })).toEqual({ errors: both });
  expect(readTopicModal(filledIn('laptop', 'Boardroom'), { queues, texts })).toEqual({
    errors: { [QUEUE_BLOCK]: texts.queueMissing },
  });
});

it('keeps to what Slack takes of texts', () => {
  const many = Array.from({ length: 120 }, (_, n) => ({ value: `q${n}`, label: 'l'.repeat(90) }));
  const view = modal(many, 't'.repeat(5_000));
  expect([view.title.text, view.submit?.text, view.close?.text].every((text) => (text ?? '').length <= 24)).toBe(true);
  const [ask, choose] = view.blocks as {
    element?: { initial_value?: string; options?: { text: { text: string } }[] };
  }[];
  expect(ask?.element?.initial_value).toHaveLength(2_000);
  expect(choose?.element?.options).toHaveLength(100);
  expect(choose?.element?.options?.[0]?.text.text).toHaveLength(75);
});
