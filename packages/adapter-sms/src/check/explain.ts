import { type Explanation, type Inquiry, TrunklineError } from '@trunkline/core';
import { inboundMessage } from '../inbound/inbound-message.ts';
import { maskNumber } from '../numbers/mask-number.ts';
import { isFullNumber, isKnownToPlan, normalNumber } from '../numbers/phone-number.ts';
import type { Plan } from '../plan.ts';
import type { InboundSms } from '../provider/provider.ts';
import { chooseRouting } from '../routing/choose-routing.ts';

/** What would become of a text message to one of our numbers. */
export function explain(plan: Plan, { from, to, text, at }: Inquiry): Explanation {
  const theirs = numberOf(from, 'from');
  const ours = to === undefined ? onlyNumber(plan) : numberOf(to, 'to');
  const keyword = plan.findKeyword(text);
  const choice = chooseRouting(plan.rules, { text, from: theirs, to: ours, at });
  const sms: InboundSms = {
    sid: 'SMexplained',
    from: theirs,
    to: ours,
    text,
    service: plan.account.messagingServiceSid ?? null,
    segments: 1,
    media: [],
    keyword: null,
    place: {},
    at,
  };
  const message = inboundMessage(sms, {
    now: at,
    links: null,
    choice,
    open: false,
    optedOut: false,
  });
  const { id: _id, digest: _digest, ...payload } = message;
  const notes: string[] = [];
  if (!isFullNumber(theirs))
    notes.push(`${maskNumber(theirs)} is taken for a short code; a phone number begins with + and its country.`);
  if (!isKnownToPlan(theirs))
    notes.push(`${maskNumber(theirs)} is no number of its country's plan; Twilio may refuse to send to it.`);
  if (plan.numbers !== null && !plan.numbers.includes(ours))
    notes.push(
      `${maskNumber(ours)} is not among the numbers of this channel; a message to it would be taken in all the same.`,
    );
  if (keyword === 'stop')
    return {
      rule: `opt-out keyword ${text.trim().toUpperCase()}`,
      message: null,
      notes: [
        'The customer is opted out, an open chat ends with a notice and their last words, and nothing more is sent to them. Twilio confirms it to them.',
        ...notes,
      ],
    };
  if (keyword === 'start')
    notes.push('From somebody who has opted out, this opts in again, Twilio confirms it, and no agent sees it.');
  if (keyword === 'help')
    notes.push(
      'Outside of an open chat Twilio answers this, and no agent sees it; within one it is an ordinary message.',
    );
  if (choice.byText) notes.push('Within an open chat too, what is said decides where the next conversation goes.');
  return { rule: choice.rule, message: payload, notes };
}

function numberOf(written: string, what: string): string {
  const number = normalNumber(written);
  if (number === null)
    throw new TrunklineError(
      'sms.number',
      `${what} is not a phone number; write it with + and its country, e.g. +12025550142`,
    );
  return number;
}

function onlyNumber({ numbers }: Plan): string {
  if (numbers?.length === 1) return numbers[0] ?? '';
  throw new TrunklineError(
    'sms.number',
    numbers === null
      ? 'say which number was texted (with "to"): the config names none'
      : `say which number was texted (with "to"): ${numbers.join(', ')}`,
  );
}
