import { type Attachment, address, type InboundMessage } from '@trunkline/core';
import { type ZodType, z } from 'zod';
import { check } from './check.ts';
import { RequestProblem } from './problem.ts';
import { cleanString, customerIdSchema, isLongerThan, lineOf, MAX_TEXT_CHARACTERS } from './text-rules.ts';

const MAX_ATTRIBUTES = 50;
const MAX_ATTACHMENTS = 10;

/** Counted before any of them is looked at. */
const attributes = z
  .unknown()
  .refine(
    (all) => Object.keys(Object(all)).length <= MAX_ATTRIBUTES,
    `must not hold more than ${MAX_ATTRIBUTES} attributes`,
  )
  .meta({
    type: 'object',
    maxProperties: MAX_ATTRIBUTES,
    additionalProperties: { type: ['string', 'number', 'boolean'], maxLength: 1000 },
    description: 'Shown to the agent, as strings.',
  })
  .pipe(
    z.record(
      lineOf(100),
      z
        .union([cleanString.max(1000), z.number(), z.boolean()], 'must be a string, a number or true or false')
        .transform(String),
    ),
  );

/** A parser of URLs drops line breaks without a word; whoever reads the link would not. */
const link = lineOf(2_000)
  .refine(isWebAddress, 'must be a complete http or https URL without spaces')
  .meta({ format: 'uri', pattern: '^https?://', description: 'Passed on as a link; the bridge never fetches it.' });

const attachment = z.strictObject({
  url: link,
  name: z.exactOptional(lineOf(200)),
  contentType: z.exactOptional(lineOf(100)),
});

interface MessageBody {
  readonly customer: {
    readonly id: string;
    readonly name?: string;
    readonly email?: string;
    readonly phone?: string;
    readonly attributes?: Readonly<Record<string, string>>;
  };
  readonly text: string;
  readonly id?: string;
  readonly attachments?: readonly Attachment[];
}

export const messageBody: ZodType<MessageBody> = z.strictObject({
  customer: z.strictObject({
    id: customerIdSchema,
    name: z.exactOptional(lineOf(200)).describe('What agents see instead of “Customer”.'),
    email: z.exactOptional(lineOf(320)),
    phone: z.exactOptional(lineOf(50)),
    attributes: z.exactOptional(attributes),
  }),
  text: cleanString
    .refine((text) => text.trim() !== '', 'must not be blank')
    .meta({ minLength: 1, maxLength: MAX_TEXT_CHARACTERS, description: 'Not blank. A longer one is a 413.' }),
  id: z
    .exactOptional(lineOf(200))
    .describe('Of your own making. The same id of the same customer again is a duplicate for at least 7 days.'),
  attachments: z.exactOptional(z.array(attachment).max(MAX_ATTACHMENTS)).describe('Links below the text.'),
});

/** What `POST /messages` carries. Throws 400 or 413. */
export function parseMessage(body: unknown): InboundMessage {
  const { customer, text, id, attachments } = check(messageBody, body);
  if (isLongerThan(text, MAX_TEXT_CHARACTERS))
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

function isWebAddress(value: string): boolean {
  return /^https?:\/\/\S+$/i.test(value) && URL.canParse(value);
}
