import { TwilioApiError } from '../api-error.ts';
import type { TwilioCloud } from '../cloud.ts';
import { rfc2822 } from '../date-text.ts';
import type { Message } from '../message.ts';
import { isFinal } from '../message.ts';
import { createMessage } from '../sending/create-message.ts';
import { parseCreate } from '../sending/create-request.ts';
import { live } from '../sending/send-life.ts';
import { fitsQuery } from './message-filter.ts';
import { messageView } from './message-view.ts';
import { page2010, pageOf } from './page.ts';
import type { TwilioCall, TwilioRoute } from './route.ts';

const base = '/2010-04-01/Accounts/:accountSid/Messages';
const one = `${base}/:sid(^[A-Z]{2}\\w+).json`;

/** Messages: create, list, fetch, change, delete, feedback. */
export function messageRoutes(cloud: TwilioCloud): readonly TwilioRoute[] {
  const { account } = cloud;
  const view = (message: Message) => messageView(account.sid, message);
  const phoneOf = (call: TwilioCall) => {
    const message = cloud.messages.get(call.params['sid'] ?? '');
    return message?.direction === 'inbound' ? (message.from ?? undefined) : message?.to;
  };
  return [
    {
      operation: 'create',
      method: 'POST',
      path: `${base}.json`,
      phone: ({ form }) => form.get('To') ?? undefined,
      handle: ({ form }) => {
        const message = createMessage(cloud, parseCreate(cloud, form));
        return { status: 201, body: view(message), follow: () => live(cloud, message) };
      },
    },
    {
      operation: 'list',
      method: 'GET',
      path: `${base}.json`,
      phone: ({ query }) => query.get('To') ?? query.get('From') ?? undefined,
      handle: ({ query }) => {
        const found = cloud.messages.newestFirst().filter((one) => one.listed && fitsQuery(one, query));
        const page = pageOf(found, query);
        const path = `/2010-04-01/Accounts/${account.sid}/Messages.json`;
        return { status: 200, body: page2010(page, path, { key: 'messages', items: page.items.map(view) }) };
      },
    },
    {
      operation: 'fetch',
      method: 'GET',
      path: one,
      phone: phoneOf,
      handle: (call) => ({ status: 200, body: view(messageOf(cloud, call)) }),
    },
    {
      operation: 'update',
      method: 'POST',
      path: one,
      phone: phoneOf,
      handle: (call) => {
        const message = messageOf(cloud, call);
        update(message, call.form);
        message.updatedAt = cloud.now();
        return { status: 200, body: view(message) };
      },
    },
    {
      operation: 'remove',
      method: 'DELETE',
      path: one,
      phone: phoneOf,
      handle: (call) => {
        const message = messageOf(cloud, call);
        if (!isFinal(message) && message.status !== 'sent') throw new TwilioApiError(20009);
        cloud.messages.remove(message.sid);
        return { status: 204 };
      },
    },
    {
      operation: 'update',
      method: 'POST',
      path: `${base}/:sid(^[A-Z]{2}\\w+)/Feedback.json`,
      phone: phoneOf,
      handle: (call) => {
        const { sid } = messageOf(cloud, call);
        const date = rfc2822(cloud.now());
        return {
          status: 201,
          body: {
            account_sid: account.sid,
            message_sid: sid,
            outcome: call.form.get('Outcome') ?? 'confirmed',
            date_created: date,
            date_updated: date,
            uri: `/2010-04-01/Accounts/${account.sid}/Messages/${sid}/Feedback.json`,
          },
        };
      },
    },
  ];
}

/** The message of a call's path; a TwilioApiError when there is none. */
export function messageOf(cloud: TwilioCloud, { params }: TwilioCall): Message {
  const message = cloud.messages.get(params['sid'] ?? '');
  if (!message?.listed) throw new TwilioApiError(20404);
  return message;
}

/** Takes back what is scheduled, or blackens the text of what is over; nothing else can be changed (§1.7). */
function update(message: Message, form: URLSearchParams): void {
  const status = form.get('Status');
  const body = form.get('Body');
  if (status !== null) {
    if (status !== 'canceled') throw new TwilioApiError(20001);
    if (message.status !== 'scheduled') throw new TwilioApiError(30409);
    message.status = 'canceled';
  }
  if (body === null) return;
  if (body !== '') throw new TwilioApiError(20001, { message: 'Body can only be made empty' });
  if (!isFinal(message) && message.status !== 'sent') throw new TwilioApiError(20009);
  message.body = '';
}
