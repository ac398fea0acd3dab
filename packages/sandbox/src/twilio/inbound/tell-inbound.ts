import type { TwilioCloud } from '../cloud.ts';
import type { Message } from '../message.ts';
import type { OwnNumber } from '../number.ts';
import type { OptOutType } from '../opt-out/keywords.ts';
import type { Webhook } from '../webhook/call-webhook.ts';
import { callWebhook } from '../webhook/call-webhook.ts';
import type { TwimlReading } from '../webhook/twiml.ts';
import { readTwiml } from '../webhook/twiml.ts';
import type { Target } from './inbound-target.ts';
import { inboundTargets } from './inbound-target.ts';
import { sendReplies } from './send-replies.ts';
import { inboundParameters } from './webhook-parameters.ts';

/** What is known of a text besides itself. */
export interface InboundFacts {
  readonly number: OwnNumber;
  readonly optOut: OptOutType | undefined;
  readonly badlySigned: boolean;
}

/**
 * Calls the webhook, and its fallback when that fails; what still fails is only in the debugger (§1.4): nothing is
 * delivered again later.
 */
export async function tellInbound(cloud: TwilioCloud, message: Message, facts: InboundFacts): Promise<void> {
  const { main, fallback } = inboundTargets(cloud, facts.number);
  if (main === undefined) return;
  const parameters = inboundParameters(cloud, message, facts.optOut);
  const common = { message, parameters, badlySigned: facts.badlySigned };
  const trouble = await ask(cloud, { purpose: 'inbound', ...common, ...main });
  if (trouble === undefined || fallback === undefined) return;
  const told = cloud.knobs.fallbackErrorParameters
    ? [['ErrorCode', String(trouble)] as const, ['ErrorUrl', withoutFragment(main)] as const]
    : [];
  await ask(cloud, { purpose: 'fallback', ...common, ...fallback, parameters: [...parameters, ...told] });
}

/** Returns the code of what made it fail, which is then in the debugger. A warning is no failure. */
async function ask(cloud: TwilioCloud, webhook: Webhook): Promise<number | undefined> {
  const result = await callWebhook(cloud, webhook);
  if (!result.ok && result.code === undefined) return undefined;
  const about = { resourceSid: webhook.message.sid, url: withoutFragment(webhook) };
  const reading: TwimlReading = result.ok ? readTwiml(result, cloud.knobs) : { messages: [], code: result.code };
  if (reading.code !== undefined) cloud.noteTrouble(reading.code, about);
  sendReplies(cloud, webhook.message, reading.messages);
  return reading.code === 12200 && result.ok && reading.messages.length > 0 ? undefined : reading.code;
}

function withoutFragment({ address }: Pick<Target, 'address'>): string {
  return address.split('#', 1)[0] ?? '';
}
