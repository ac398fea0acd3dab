import type { CheckPlace, Finding } from '@trunkline/core';
import type { SlackOptions } from '../options.ts';

/** What can be said without asking Slack. */
export function checkOffline(options: SlackOptions, { channel, publicUrl }: CheckPlace): readonly Finding[] {
  const mount = publicUrl ?? `/channels/${encodeURIComponent(channel)}`;
  return [
    ...(options.mode === 'http' ? [addressFinding(`${mount}/events`, publicUrl)] : []),
    ...(options.oauth !== undefined ? [installFinding(`${mount}/oauth_redirect`, publicUrl)] : []),
    ...(publicUrl === null ? [filesFinding] : []),
    ...(options.oauth !== undefined && options.oauth.encryptionKey === undefined ? [keyFinding] : []),
    ...(options.oauth !== undefined && options.oauth.teams === undefined ? [teamsFinding] : []),
    ...(options.mode === 'socket' && options.signingSecret !== undefined ? [unusedSecret] : []),
  ];
}

function addressFinding(url: string, publicUrl: string | null): Finding {
  if (publicUrl === null)
    return {
      severity: 'problem',
      about: 'request URL',
      text: `Slack posts to ${url}, but the config names no server.publicUrl that it could reach; name one, or use mode: socket.`,
    };
  if (!publicUrl.startsWith('https:'))
    return { severity: 'problem', about: 'request URL', text: `Slack posts to https addresses only, not to ${url}.` };
  return {
    severity: 'ok',
    about: 'request URL',
    text: `In the app's settings, event subscriptions, interactivity and the command must name ${url}.`,
  };
}

function installFinding(url: string, publicUrl: string | null): Finding {
  if (publicUrl === null)
    return {
      severity: 'problem',
      about: 'redirect URL',
      text: 'Slack sends browsers back after an install: the config needs server.publicUrl.',
    };
  return {
    severity: 'ok',
    about: 'redirect URL',
    text: `In the app's settings, OAuth & Permissions must name the redirect URL ${url}.`,
  };
}

const filesFinding: Finding = {
  severity: 'warning',
  about: 'files',
  text: 'Without server.publicUrl agents get no links to files that people share; they are told the names.',
};

const keyFinding: Finding = {
  severity: 'warning',
  about: 'oauth.encryptionKey',
  text: 'Tokens are encrypted with a key from the state secret: changing that makes all installations unreadable. Name a key of its own.',
};

const teamsFinding: Finding = {
  severity: 'warning',
  about: 'oauth.teams',
  text: 'Every workspace that finds the install page may install the app and reach your agents; name the ones that may.',
};

const unusedSecret: Finding = {
  severity: 'ok',
  about: 'signingSecret',
  text: 'Not needed in socket mode, where nothing is posted.',
};
