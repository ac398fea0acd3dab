import type { SignedRequest } from '../provider.ts';

/** The vendor's validator, as far as it is used. */
export interface SignatureValidator {
  validateRequest(
    token: string,
    signature: string,
    url: string,
    parameters: Record<string, string | readonly string[]>,
  ): boolean;
  validateRequestWithBody(token: string, signature: string, url: string, body: string): boolean;
}

/**
 * Whether one of the tokens has signed this. The URL is the one that Twilio was given, never rebuilt from what a proxy
 * says; all parameters are signed, known or not. With `bodySHA256` in the query the signature covers the URL alone,
 * which then names what the body must hash to.
 */
export function isSigned(validator: SignatureValidator, tokens: readonly string[], request: SignedRequest): boolean {
  const signature = request.headers['x-twilio-signature'];
  if (typeof signature !== 'string' || signature === '') return false;
  const { url, method, body } = request;
  const valid = (token: string): boolean => {
    try {
      if (hasBodyHash(url))
        return validator.validateRequestWithBody(token, signature, url, Buffer.from(body).toString('utf8'));
      // What is asked for by GET has its parameters in the URL.
      return validator.validateRequest(token, signature, url, method === 'GET' ? {} : { ...request.parameters });
    } catch {
      return false;
    }
  };
  // Each is tried, so that the time taken does not tell which one it was.
  return tokens.map(valid).includes(true);
}

function hasBodyHash(url: string): boolean {
  return new URLSearchParams(url.slice(url.indexOf('?') + 1)).has('bodySHA256');
}
