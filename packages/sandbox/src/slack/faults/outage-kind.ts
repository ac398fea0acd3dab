/** How Slack is away: connections break, it says so, or nothing is said. */
export type SlackOutageKind = 'reset' | 'unavailable' | 'hang';
