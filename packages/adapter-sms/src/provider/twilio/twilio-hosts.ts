/** Where the account's credentials may go: Twilio itself or, instead of it, what the operator has named. */
export function twilioHosts(apiUrl: string | undefined): (url: URL) => boolean {
  if (apiUrl !== undefined) {
    const { origin } = new URL(apiUrl);
    return (url) => url.origin === origin;
  }
  return ({ protocol, hostname, port }) => protocol === 'https:' && port === '' && hostname.endsWith('.twilio.com');
}
