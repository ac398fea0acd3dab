import { channelName } from '@trunkline/core';
import { expect, it } from 'vitest';
import { ALEX, HELPDESK, inRig, TEAM } from './slack-rig.ts';

const idle = { idle: true } as const;
const place = { channel: channelName('helpdesk'), publicUrl: 'https://bridge.example.com/channels/helpdesk' };
const signal = () => new AbortController().signal;

it('asks Slack for tokens and scopes, and only when it may', () =>
  inRig(idle, async ({ adapter, trace, slack }) => {
    const offline = await adapter.check?.({ ...place, online: false }, signal());
    expect(offline?.some(({ severity }) => severity === 'problem')).toBe(false);
    expect(trace).toEqual([]);
    const online = await adapter.check?.({ ...place, online: true }, signal());
    expect(online?.map(({ severity, about }) => `${severity} ${about}`)).toEqual([
      'ok bot token',
      'ok scopes',
      'ok app-level token',
    ]);
    slack.control.setScopes(TEAM, ['chat:write', 'commands']);
    const poor = await adapter.check?.({ ...place, online: true }, signal());
    const missing = poor?.find(({ severity }) => severity === 'problem');
    expect(missing?.text).toContain('app_mentions:read');
    expect(missing?.text).not.toContain('commands');
    expect(poor?.some(({ severity, text }) => severity === 'warning' && text.includes('chat:write.customize'))).toBe(
      true,
    );
  }));

it('names what Slack says to tokens that are not good, and never the tokens', () =>
  inRig({ ...idle, options: { botToken: 'xoxb-wrong-one', appToken: 'xapp-wrong-one' } }, async ({ adapter }) => {
    const findings = await adapter.check?.({ ...place, online: true }, signal());
    expect(findings?.map(({ severity }) => severity)).toEqual(['problem', 'problem']);
    expect(JSON.stringify(findings)).toContain('invalid_auth');
    expect(JSON.stringify(findings)).not.toContain('wrong-one');
  }));

it('does not blame a token where Slack could not be asked', () =>
  inRig({ ...idle, options: { apiUrl: 'http://127.0.0.1:9/api/' } }, async ({ adapter }) => {
    const findings = await adapter.check?.({ ...place, online: true }, signal());
    expect(findings?.map(({ severity, text }) => `${severity} ${text}`)).toEqual(
      ['bot', 'app'].map(
        () =>
          'problem Slack could not be asked at http://127.0.0.1:9/api/: look at the network, DNS and the apiUrl, then check again.',
      ),
    );
  }));

it('says that Slack cannot post to where nobody reaches it', () =>
  inRig({ ...idle, mode: 'http' }, async ({ adapter }) => {
    const about = async (publicUrl: string | null) =>
      (await adapter.check?.({ ...place, publicUrl, online: false }, signal()))?.find(
        (one) => one.about === 'request URL',
      );
    expect((await about(null))?.severity).toBe('problem');
    expect((await about('http://bridge.example.com'))?.severity).toBe('problem');
    expect(await about(place.publicUrl)).toMatchObject({
      severity: 'ok',
      text: expect.stringContaining('/channels/helpdesk/events'),
    });
  }));

it('explains what would become of a message', () =>
  inRig({ ...idle, options: { allow: { users: [ALEX] }, queues: ['Support'] } as never }, async ({ adapter }) => {
    const explain = (from: string, text: string, to?: string) =>
      adapter.explain?.({ from, text, at: 1_767_225_600_000, ...(to !== undefined && { to }) });
    expect(await explain(ALEX, 'help', HELPDESK)).toMatchObject({
      rule: 'queues.0',
      message: { text: 'help', routing: { queue: 'Support' }, author: { id: ALEX } },
    });
    expect(await explain(ALEX, '// psst', HELPDESK)).toMatchObject({ rule: 'internalPrefix', message: null });
    expect(await explain('U0SAM00001', 'help')).toMatchObject({ rule: 'allow.users', message: null });
    await expect(explain('sam', 'help')).rejects.toMatchObject({ code: 'slack.not-a-person' });
    await expect(explain(ALEX, 'help', '#helpdesk')).rejects.toMatchObject({ code: 'slack.not-a-channel' });
  }));
