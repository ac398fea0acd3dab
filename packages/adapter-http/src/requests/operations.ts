import { getEvents } from '../events/get-events.ts';
import { getHistory } from '../events/get-history.ts';
import { postToken } from '../tokens/post-token.ts';
import type { CustomerEndpoint } from './endpoint.ts';
import { getDocs, getOpenApi } from './get-pages.ts';
import type { Operation, Parameter } from './operation.ts';
import { customerInPath } from './parameters.ts';
import { postEnd } from './post-end.ts';
import { postMessage } from './post-message.ts';
import { postTyping } from './post-typing.ts';
import { problem, problems } from './problem-answers.ts';

const customerId: Parameter = {
  name: 'id',
  in: 'path',
  description: 'The customer, as in `customer.id`, encoded by `encodeURIComponent`.',
  schema: { type: 'string', minLength: 1, maxLength: 200 },
};

const NUMBER: Parameter['schema'] = { type: 'integer', minimum: 0 };

const ofCustomer = (endpoint: CustomerEndpoint) => (call: Parameters<CustomerEndpoint>[0], segment: string) =>
  endpoint(call, customerInPath(segment));

/** Everything that this channel answers to. */
export const operations: readonly Operation[] = [
  {
    id: 'postMessage',
    method: 'POST',
    path: '/messages',
    access: 'customer',
    summary: 'Say something',
    description:
      'The customer says something. 202 means that it is kept, whatever happens next. Repeat a request that got no answer with the same `id`.',
    body: 'Message',
    answers: {
      202: { description: 'Kept.', content: { type: 'application/json', schema: 'Accepted' } },
      ...problems(400, 401, 404, 413, 422, 429, 503),
    },
    run: postMessage,
  },
  {
    id: 'postTyping',
    method: 'POST',
    path: '/typing',
    access: 'customer',
    summary: 'Show that the customer is typing',
    description: 'Best effort. Once every few seconds is enough.',
    body: 'CustomerOnly',
    answers: {
      204: { description: 'Passed on, if there was anybody to see it.' },
      ...problems(400, 401, 404, 413, 429, 503),
    },
    run: postTyping,
  },
  {
    id: 'postEnd',
    method: 'POST',
    path: '/end',
    access: 'customer',
    summary: 'End the conversation',
    description: 'The customer wants to end. `conversation.ended` follows.',
    body: 'CustomerOnly',
    answers: {
      202: { description: 'Kept.', content: { type: 'application/json', schema: 'CustomerOnly' } },
      ...problems(400, 401, 413, 429, 503),
      404: problem({ description: 'No conversation is open, or there is no such customer for this token.' }),
    },
    run: postEnd,
  },
  {
    id: 'postToken',
    method: 'POST',
    path: '/tokens',
    access: 'key',
    summary: 'Make a customer token',
    description:
      'For a browser: opens the endpoints of this one customer until it expires. Your server makes it once it knows who is there.',
    body: 'TokenRequest',
    answers: {
      200: { description: 'The token.', content: { type: 'application/json', schema: 'Token' } },
      ...problems(400, 401, 413, 429, 503),
    },
    run: postToken,
  },
  {
    id: 'getEvents',
    method: 'GET',
    path: '/customers/{id}/events',
    access: 'stream',
    summary: 'Watch',
    description:
      'Server-sent events. `event:` is the type, `data:` the body that a webhook would carry, `id:` the number of the event. Without a number the stream starts now. With one, what came after it is replayed; if this customer has no event of that number, an event `reset` comes first and everything follows from the beginning.',
    parameters: [
      customerId,
      {
        name: 'after',
        in: 'query',
        description:
          'The last number you have; 0 for the beginning. It says that everything up to there was read, so not that of a page of one conversation.',
        schema: NUMBER,
      },
      { name: 'Last-Event-ID', in: 'header', description: 'As `after`, which it outranks.', schema: NUMBER },
    ],
    answers: {
      200: {
        description: 'The stream. It ends with the token that opened it.',
        content: { type: 'text/event-stream' },
      },
      ...problems(400, 401, 404, 429, 503),
    },
    run: ofCustomer(getEvents),
  },
  {
    id: 'getHistory',
    method: 'GET',
    path: '/customers/{id}/messages',
    access: 'customer',
    summary: 'Read',
    description:
      'The events of the stream, in pages of at most 100 and about a megabyte. Go on with `after=<next>`; you are at the end when `next` is the number you gave. A page of one `conversation` may be empty before that: go on. If `next` is 0 and you gave another number, this customer has no event of that number: begin again.',
    parameters: [
      customerId,
      { name: 'after', in: 'query', description: 'The last number you have. Default 0.', schema: NUMBER },
      { name: 'conversation', in: 'query', description: 'Only events of this one.', schema: { type: 'string' } },
    ],
    answers: {
      200: { description: 'A page.', content: { type: 'application/json', schema: 'History' } },
      ...problems(400, 401, 429, 503),
      404: problem({ description: 'This customer has never written, or does not exist for this token.' }),
    },
    run: ofCustomer(getHistory),
  },
  {
    id: 'getOpenApi',
    method: 'GET',
    path: '/openapi.json',
    access: 'public',
    summary: 'This description, for machines',
    description: 'OpenAPI 3.1.',
    answers: {
      200: { description: 'The document.', content: { type: 'application/json', schema: 'OpenApi' } },
      ...problems(503),
    },
    run: getOpenApi,
  },
  {
    id: 'getDocs',
    method: 'GET',
    path: '/docs',
    access: 'public',
    summary: 'This description, for people',
    description: 'One page.',
    answers: { 200: { description: 'The page.', content: { type: 'text/html' } }, ...problems(503) },
    run: getDocs,
  },
];
