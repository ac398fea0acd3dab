import { type CountryCode, parsePhoneNumberFromString } from 'libphonenumber-js';

/** `+` and 6 to 15 digits, as Twilio writes numbers; or a short code. */
const E164 = /^\+[1-9]\d{5,14}$/;
const SHORT_CODE = /^\d{3,8}$/;

/** How Twilio writes a number that somebody wrote for people, e.g. `+1 (202) 555-0100`; null if it is none. */
export function normalNumber(written: string): string | null {
  const text = written.trim();
  if (SHORT_CODE.test(text)) return text;
  const parsed = parsePhoneNumberFromString(text);
  if (parsed?.isPossible() === true) return parsed.number;
  const bare = text.replaceAll(/[\s().-]/g, '');
  return E164.test(bare) ? bare : null;
}

/** Whether the numbering plan of its country has it; what is no number in E.164 (a short code) is not judged. */
export function isKnownToPlan(number: string): boolean {
  return !E164.test(number) || parsePhoneNumberFromString(number)?.isValid() === true;
}

export function countryOf(number: string): CountryCode | null {
  return parsePhoneNumberFromString(number)?.country ?? null;
}

/** E.164: a person's or a company's number, neither a short code nor a sender's name. */
export function isFullNumber(sender: string): boolean {
  return E164.test(sender);
}
