import { address, type InboundMessage } from '@trunkline/core';
import { z } from 'zod';
import { check } from './check.ts';
import { RequestProblem } from './problem.ts';
import { cleanString, customerIdSchema, lineOf, MAX_TEXT_CHARACTERS } from './text-rules.ts';

const MAX_ATTRIBUTES = 50;
const MAX_ATTACHMENTS = 10;

/** Counted before any of them is looked at. */
const attributes = z
  .unknown()
  .refine(
    (all) => Object.keys(Object(all)).length <= MAX_ATTRIBUTES,
    `must not hold more than ${MAX_ATTRIBUTES} attributes`,
  )
  .pipe(
    z.record(
      lineOf(100),
      z
        .union([cleanString.max(1000), z.number(), z.boolean()], 'must be a string, a number or true or false')
        .transform(String),
    ),
  );

const attachment = z.strictObject({
  url: z.url({ protocol: /^https?$/, error: 'must be an http or https URL' }).max(2000),
  name: z.exactOptional(lineOf(200)),
  contentType: z.exactOptional(lineOf(100)),
});

const messageBody = z.strictObject({
  customer: z.strictObject({
    id: customerIdSchema,
    name: z.exactOptional(lineOf(200)),
    email: z.exactOptional(lineOf(320)),
    phone: z.exactOptional(lineOf(50)),
    attributes: z.exactOptional(attributes),
  }),
  text: cleanString.refine((text) => text.trim() !== '', 'must not be blank'),
  id: z.exactOptional(lineOf(200)),
  attachments: z.exactOptional(z.array(attachment).max(MAX_ATTACHMENTS)),
});

/** What `POST /messages` carries. Throws 400 or 413. */
export function parseMessage(body: unknown): InboundMessage {
  const { customer, text, id, attachments } = check(messageBody, body);
  if (text.length > MAX_TEXT_CHARACTERS)
    throw new RequestProblem(
      413,
      `The text is longer than ${MAX_TEXT_CHARACTERS} characters. Send it in several messages.`,
      { errors: [{ pointer: '#/text', detail: `must not be longer than ${MAX_TEXT_CHARACTERS} characters` }] },
    );
  const { id: customerId, ...profile } = customer;
  return {
    address: address(customerId),
    text,
    ...(id === undefined ? {} : { id }),
    ...(Object.keys(profile).length === 0 ? {} : { profile }),
    ...(attachments === undefined ? {} : { attachments }),
  };
}
