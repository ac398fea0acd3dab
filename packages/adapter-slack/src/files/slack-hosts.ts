/** Where a bot token may go: Slack itself, and whatever the operator has named as Slack's API. */
export interface SlackHosts {
  includes(address: URL): boolean;
}

const SLACK = ['slack.com', 'slack-gov.com'];

/** `apiUrl` as in the channel's options; null: Slack's own. */
export function createSlackHosts(apiUrl: string | null): SlackHosts {
  const own = apiUrl === null ? null : new URL(apiUrl);
  return {
    includes({ protocol, host, hostname, username, port }) {
      if (username !== '') return false;
      if (own !== null && own.protocol === protocol && own.host === host) return true;
      return protocol === 'https:' && port === '' && SLACK.some((name) => hostname.endsWith(`.${name}`));
    },
  };
}
