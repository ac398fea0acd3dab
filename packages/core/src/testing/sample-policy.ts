import { channelName } from '../domain/ids.ts';
import { defaultSystemTexts } from '../domain/system-texts.ts';
import type { Policy } from '../session/policy.ts';

/** Settings for tests of the transition: small limits, short schedules, nothing paused. */
export const samplePolicy: Policy = {
  channel: channelName('web'),
  transport: 'fake',
  routing: { queue: 'Support' },
  contactCenter: {
    text: { limit: 10, unit: 'characters' },
    landsWithinMs: 5_000,
    sendTimeoutMs: 10_000,
    showsOwnSends: true,
    activationProbeMs: 3_000,
    activationWindowMs: 30_000,
    graceMs: 120_000,
    silenceEndsMs: 900_000,
  },
  adapter: {
    presence: 'text',
    text: { limit: 20, unit: 'characters' },
    deliverTimeoutMs: 15_000,
    retryScheduleMs: [500, 1_000],
    findsSent: false,
    waiting: true,
    rated: false,
    receipts: false,
    anonymousName: 'Customer',
  },
  maxAgeMs: { toAgent: 3_600_000, toCustomer: 3_600_000 },
  paused: { opening: false, toAgent: false, toCustomer: false },
  draining: false,
  texts: { ...defaultSystemTexts, waiting: null },
  onSilence: 'warn',
  noAgent: null,
};
