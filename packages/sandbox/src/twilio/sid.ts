import { randomBytes } from 'node:crypto';

/** What a SID names: messages without and with media, media, numbers, messaging services, alerts. */
export type SidPrefix = 'SM' | 'MM' | 'ME' | 'PN' | 'MG' | 'NO';

/** Two letters and 32 hexadecimal digits: 34 characters. */
export function newSid(prefix: SidPrefix): string {
  return `${prefix}${randomBytes(16).toString('hex')}`;
}
