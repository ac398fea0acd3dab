import { describe, expect, it } from 'vitest';
import { remedyOf } from './remedies.ts';

describe('the remedy', () => {
  it.each([
    ['chat.error.invalid.queue', 'routing.queue'],
    ['chat.error.createconversationrequest.routingtarget', 'routing.queue'],
    ['chat.error.invalid.flow', 'chat flow'],
    ['chat.deployment.disabled', 'Enable the deployment'],
    ['chat.deployment.require.auth', 'Set guestChat.memberAuthToken'],
    ['chat.deployment.bad.auth', 'does not believe the token'],
    ['member-auth.failed', 'check --online'],
    ['origin.not.allowed', 'allowed domains'],
    ['ip.not.authorized', 'public address'],
    ['chat.error.pattern.createconversationrequest.deploymentid', 'guestChat.deploymentId'],
    ['authentication.required', 'organizationId'],
    ['bad.credentials', 'organizationId'],
    ['http.401', 'organizationId'],
    ['missing.any.permissions', 'still has guest chat'],
    ['http.403', 'still has guest chat'],
    ['not.found', 'the region'],
    ['http.404', 'the region'],
    ['too.many.requests.retry.after', 'waits as long'],
    ['http.webhook.500', 'webhook receiver'],
    ['network.ENOTFOUND', 'DNS'],
    ['network.CERT_HAS_EXPIRED', 'certificate'],
    ['network.DEPTH_ZERO_SELF_SIGNED_CERT', 'certificate'],
    ['network.UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'certificate'],
    ['network.ECONNREFUSED', 'firewalls'],
    ['network.timeout', 'firewalls'],
    ['http.503', 'status page'],
    ['service.unavailable', 'status page'],
    ['chat.error.service.unavailable', 'status page'],
    ['caht.error', 'status page'],
    ['answer.unreadable', 'apiUrl'],
    ['channel.not-started', 'channel.failed'],
    ['twilio.20003', 'authToken'],
    ['twilio.unreachable', 'status.twilio.com'],
    ['twilio.503', 'status.twilio.com'],
    ['twilio.30034', 'docs/api/errors'],
  ])('of %s speaks of %s', (code, words) => {
    expect(remedyOf(code)).toContain(words);
  });

  it.each(['something.new', null])('of %s leads to the page of codes', (code) => {
    expect(remedyOf(code)).toContain('docs/errors.md');
  });
});
