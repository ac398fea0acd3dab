import { parsePhoneNumberFromString } from 'libphonenumber-js';

/** Enough to recognise a number that one knows, and no more: `+1…0142`. Takes whatever a sender may be called. */
export function maskNumber(sender: string): string {
  const digits = sender.replaceAll(/\D/g, '');
  if (digits.length < 7) return `${digits.length === 0 ? sender.slice(0, 1) : ''}…${digits.slice(-2)}`;
  const start = sender.indexOf('+');
  const code = start < 0 ? undefined : parsePhoneNumberFromString(sender.slice(start))?.countryCallingCode;
  return `${code === undefined ? '' : `+${code}`}…${digits.slice(-4)}`;
}
