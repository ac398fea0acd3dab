import { ManualClock } from '@trunkline/core/testing';
import { describe, expect, it } from 'vitest';
import { recordingLogger } from './testing/recording-logger.ts';
import { wiring } from './wiring.ts';

describe('guest chat as wired', () => {
  const runtime = { clock: new ManualClock(), logger: recordingLogger().logger };
  const settings = { transport: 'guest-chat', region: 'mypurecloud.ie', routing: { queue: 'Support' } };
  const deployment = { organizationId: 'org', deploymentId: 'dep' };

  it('turns the knobs that the config turns and leaves the others', async () => {
    const guestChat = await wiring.transports['guest-chat']?.load?.();
    const plain = guestChat?.create({ ...settings, guestChat: deployment }, runtime);
    const knobs = { graceMs: 60_000, silenceEndsMs: 600_000, requestTimeoutMs: 20_000, landsWithinMs: 8_000 };
    const turned = guestChat?.create({ ...settings, guestChat: { ...deployment, knobs } }, runtime);
    expect(plain?.limits).toMatchObject({ graceMs: 120_000, silenceEndsMs: 900_000, sendTimeoutMs: 10_000 });
    expect(turned?.limits).toMatchObject({
      graceMs: 60_000,
      silenceEndsMs: 600_000,
      sendTimeoutMs: 20_000,
      landsWithinMs: 8_000,
      activationWindowMs: 30_000,
    });
    await Promise.all([plain?.stop(), turned?.stop()]);
  });

  it('knows where the API is', async () => {
    const guestChat = await wiring.transports['guest-chat']?.load?.();
    expect(guestChat?.apiUrl(settings)).toBe('https://api.mypurecloud.ie');
    expect(guestChat?.apiUrl({ ...settings, region: undefined, apiUrl: 'http://127.0.0.1:1' })).toBe(
      'http://127.0.0.1:1',
    );
  });
});

it('a Slack manifest names where browsers come back to only for a channel that is installed by OAuth', async () => {
  const url = 'https://bridge.example.com/channels/helpdesk';
  const made = (options: object) => wiring.slackManifest({ url, options: { mode: 'http', ...options } });
  expect(await made({ botToken: 'xoxb-0123456789' })).not.toContain('redirect_urls');
  expect(await made({ oauth: {} })).toContain(`${url}/oauth_redirect`);
});
