import { describe, expect, it } from 'vitest';
import { ManualClock } from '../testing/manual-clock.ts';
import { createGuestChat } from './contact-center.ts';
import type { GuestChatOptions } from './options.ts';
import { GuestChatAddressError } from './regions.ts';

const common = {
  organizationId: 'org',
  deploymentId: 'deployment',
  clock: new ManualClock(),
  logger: { debug() {}, info() {}, warn() {}, error() {} },
};
const create = (where: { region: string } | { apiUrl: string }) =>
  createGuestChat({ ...common, ...where } as GuestChatOptions);

describe('a guest chat', () => {
  it('is made for a region or an address', () => {
    for (const where of [{ region: 'mypurecloud.de' }, { region: 'eu_west_1' }, { apiUrl: 'http://127.0.0.1:4010' }])
      expect(create(where).transport).toBe('guest-chat');
  });

  it('is not made for a place that is none', () => {
    for (const where of [{ region: 'moon' }, { apiUrl: 'api.mypurecloud.com' }, { apiUrl: 'ws://127.0.0.1' }])
      expect(() => create(where)).toThrow(GuestChatAddressError);
  });

  it('declares the limits of the service', () => {
    expect(create({ region: 'mypurecloud.com' }).limits).toEqual({
      text: { limit: 4_000, unit: 'characters' },
      landsWithinMs: 5_000,
      sendTimeoutMs: 10_000,
      showsOwnSends: true,
      activationProbeMs: 3_000,
      activationWindowMs: 30_000,
      graceMs: 120_000,
      silenceEndsMs: 900_000,
    });
  });
});
