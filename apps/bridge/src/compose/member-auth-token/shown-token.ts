import { MemberAuthError } from './member-auth-error.ts';

/** More than any token has. */
export const MAX_TOKEN_BYTES = 65_536;

/** What was shown as a token, without the white space around it, if it can be one. */
export function shownToken(shown: string, who: string): string {
  const token = shown.trim();
  if (token === '') throw new MemberAuthError(`${who} gave no token`);
  if (!/^[\x21-\x7e]+$/.test(token))
    throw new MemberAuthError(`${who} gave something that is no token: it holds spaces, line breaks or odd characters`);
  return token;
}
