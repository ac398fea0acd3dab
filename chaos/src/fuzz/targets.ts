import type { Target } from './target.ts';
import { addresses } from './targets/addresses.ts';
import { config } from './targets/config.ts';
import { frames } from './targets/frames.ts';
import { httpRequests } from './targets/http-requests.ts';
import { options } from './targets/options.ts';
import { rest } from './targets/rest.ts';
import { signedWords } from './targets/signed-words.ts';
import { slackMarkup } from './targets/slack-markup.ts';
import { slackRequests } from './targets/slack-requests.ts';
import { slackSignature } from './targets/slack-signature.ts';
import { slackText } from './targets/slack-text.ts';
import { smsText } from './targets/sms-text.ts';
import { sse } from './targets/sse.ts';
import { twilioWebhooks } from './targets/twilio-webhooks.ts';
import { waits } from './targets/waits.ts';

/** Every parser that faces the outside. */
export const TARGETS: readonly Target[] = [
  frames,
  rest,
  waits,
  signedWords,
  addresses,
  sse,
  smsText,
  slackText,
  slackMarkup,
  slackSignature,
  slackRequests,
  httpRequests,
  twilioWebhooks,
  config,
  options,
] as readonly Target[];

export function targetNamed(name: string): Target {
  const target = TARGETS.find((one) => one.name === name);
  if (target === undefined) throw new RangeError(`there is no target ${name}`);
  return target;
}
