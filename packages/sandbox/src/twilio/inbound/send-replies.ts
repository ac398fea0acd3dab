import { TwilioApiError } from '../api-error.ts';
import type { TwilioCloud } from '../cloud.ts';
import type { Message } from '../message.ts';
import { createMessage } from '../sending/create-message.ts';
import { parseCreate } from '../sending/create-request.ts';
import { live } from '../sending/send-life.ts';
import type { TwimlMessage } from '../webhook/twiml.ts';

/** Sends what a webhook answered; what cannot be sent is in the debugger. */
export function sendReplies(cloud: TwilioCloud, cause: Message, replies: readonly TwimlMessage[]): void {
  for (const reply of replies) {
    try {
      const message = createMessage(cloud, parseCreate(cloud, formOf(cause, reply)), {
        direction: 'outbound-reply',
        listed: true,
      });
      void cloud.activity.during(() => live(cloud, message));
    } catch (error) {
      if (!(error instanceof TwilioApiError)) throw error;
      cloud.noteTrouble(error.code, { resourceSid: cause.sid, url: '' });
    }
  }
}

function formOf(cause: Message, { to, from, body, mediaUrls, statusCallback }: TwimlMessage): URLSearchParams {
  const form = new URLSearchParams({ To: to ?? cause.from ?? '', From: from ?? cause.to, Body: body });
  for (const url of mediaUrls) form.append('MediaUrl', url);
  if (statusCallback !== undefined) form.set('StatusCallback', statusCallback);
  return form;
}
