import type { OptOutKnobs } from '../knobs/opt-out-knobs.ts';
import { isTollFree } from '../number.ts';
import type { MessagingService } from '../service.ts';

/** What a word asks for; as `OptOutType` names it. */
export type OptOutType = 'STOP' | 'START' | 'HELP';

type Words = Readonly<Record<OptOutType, readonly string[]>>;

const everywhere: Words = {
  STOP: ['STOP', 'STOPALL', 'UNSUBSCRIBE', 'CANCEL', 'END', 'QUIT'],
  START: ['START', 'YES', 'UNSTOP'],
  HELP: ['HELP', 'INFO'],
};
const newer = ['REVOKE', 'OPTOUT'];
const carriers: Words = { STOP: ['STOP'], START: ['START', 'UNSTOP'], HELP: [] };

/** What a text asks for, if it is one of the words and nothing else (§1.10): in any case, spaces around it aside. */
export function optOutTypeOf(
  text: string,
  to: { readonly number: string; readonly service: MessagingService | undefined },
  knobs: OptOutKnobs,
): OptOutType | undefined {
  const word = text.trim().toUpperCase();
  const words = wordsOf(to, knobs);
  return (['STOP', 'START', 'HELP'] as const).find((type) => words[type].includes(word));
}

function wordsOf(to: { number: string; service: MessagingService | undefined }, knobs: OptOutKnobs): Words {
  const own = to.service?.advancedOptOut;
  if (own !== undefined) {
    // These three cannot be taken away.
    const withOwn = (type: OptOutType, more: readonly string[] = []) => [type, ...more.map((one) => one.toUpperCase())];
    return { STOP: withOwn('STOP', own.stop), START: withOwn('START', own.start), HELP: withOwn('HELP', own.help) };
  }
  if (isTollFree(to.number) && knobs.tollFreeWords === 'carrier') return carriers;
  return knobs.newerStopWords ? { ...everywhere, STOP: [...everywhere.STOP, ...newer] } : everywhere;
}

/** What Twilio answers. */
export function optOutReply(type: OptOutType, service: MessagingService | undefined): string {
  const own = service?.advancedOptOut;
  if (type === 'STOP') return own?.stopReply ?? stopReply;
  return type === 'START' ? (own?.startReply ?? startReply) : (own?.helpReply ?? helpReply);
}

const stopReply =
  'You have successfully been unsubscribed. You will not receive any more messages from this number. Reply START to resubscribe.';
const startReply =
  'You have successfully been re-subscribed to messages from this number. Reply HELP for help. Reply STOP to unsubscribe. Msg&Data Rates May Apply.';
const helpReply = 'Reply STOP to unsubscribe. Msg&Data Rates May Apply.';
