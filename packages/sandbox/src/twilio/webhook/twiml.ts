import type { WebhookKnobs } from '../knobs/webhook-knobs.ts';
import type { XmlElement } from './xml.ts';
import { parseXml } from './xml.ts';

/** One `<Message>` of an answer. */
export interface TwimlMessage {
  readonly body: string;
  readonly mediaUrls: readonly string[];
  /** Undefined: back to whoever wrote. */
  readonly to: string | undefined;
  readonly from: string | undefined;
  readonly statusCallback: string | undefined;
}

/** What a webhook's answer asks for, and the debugger's code when something is wrong with it. */
export interface TwimlReading {
  readonly messages: readonly TwimlMessage[];
  readonly code: number | undefined;
}

/** An answer of a webhook. */
export interface WebhookAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}

/** Reads TwiML (§1.2). 204 is a fine way to say nothing. */
export function readTwiml(answer: WebhookAnswer, knobs: WebhookKnobs): TwimlReading {
  if (answer.status === 204) return { messages: [], code: undefined };
  const type = answer.contentType.split(';', 1)[0]?.trim().toLowerCase() ?? '';
  if (type === 'text/plain' && knobs.plainTextAnswers === 'message') return plainText(answer.body);
  if (!['text/xml', 'application/xml', 'text/html'].includes(type)) {
    return { messages: [], code: knobs.wrongContentTypeCode };
  }
  const root = parseXml(answer.body);
  if (root === undefined || root.name !== 'Response') return { messages: [], code: 12100 };
  const known = root.children.filter(({ name }) => name === 'Message' || name === 'Sms');
  // What is not a verb of messaging is passed over, with a warning.
  const code = known.length < root.children.length ? 12200 : undefined;
  return { messages: known.map(messageOf), code };
}

function plainText(text: string): TwimlReading {
  const nowhere = { to: undefined, from: undefined, statusCallback: undefined };
  return { messages: text.trim() === '' ? [] : [{ body: text, mediaUrls: [], ...nowhere }], code: undefined };
}

function messageOf({ attributes, children, text }: XmlElement): TwimlMessage {
  const textsOf = (wanted: string) => children.filter(({ name }) => name === wanted).map((child) => child.text);
  return {
    body: (textsOf('Body').join('') || text).trim(),
    mediaUrls: textsOf('Media').map((url) => url.trim()),
    to: attributes['to'],
    from: attributes['from'],
    statusCallback: attributes['statusCallback'] ?? attributes['action'],
  };
}
