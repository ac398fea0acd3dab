/** What opens the sandboxes. Published, and good for nothing elsewhere. */
export const sandboxAccounts = {
  twilio: {
    accountSid: 'AC00000000000000000000000000000000',
    authToken: '0123456789abcdef0123456789abcdef',
    number: '+12025550100',
  },
  slack: { botToken: 'xoxb-sandbox-bot-token', appToken: 'xapp-sandbox-app-token' },
} as const;
