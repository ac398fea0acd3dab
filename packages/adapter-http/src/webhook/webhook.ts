import type { AdapterContext } from '@trunkline/core';
import type { WebhookOptions } from '../options.ts';
import { EndpointHealth } from './endpoint-health.ts';
import { createWebhookSender, type WebhookSender } from './sender.ts';
import { TypingNotifier } from './typing-notifier.ts';

/** What talks to one receiver while a channel runs. */
export interface Webhook {
  readonly sender: WebhookSender;
  readonly typing: TypingNotifier;
  readonly health: EndpointHealth;
}

export function webhookOf(options: WebhookOptions, context: AdapterContext): Webhook {
  const sender = createWebhookSender(options, context.clock);
  return { sender, typing: new TypingNotifier({ context, sender }), health: new EndpointHealth() };
}
