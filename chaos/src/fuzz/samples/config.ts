const GUEST_CHAT = {
  organizationId: 'org',
  deploymentId: 'dep',
  timing: { heartbeat: '30s', grace: '2m' },
  connections: 8,
};

/** Configs that are right, as data: JSON is YAML, too. */
export const CONFIGS: readonly object[] = [
  {
    contactCenter: {
      transport: 'guest-chat',
      region: 'mypurecloud.com',
      routing: { queue: 'Support' },
      guestChat: GUEST_CHAT,
    },
    channels: { web: { adapter: 'http', apiKeys: ['a-key-of-sixteen-letters'] } },
  },
  {
    contactCenter: {
      transport: 'guest-chat',
      apiUrl: 'http://127.0.0.1:4010',
      routing: {
        queue: 'Support',
        skills: ['a'],
        language: 'en',
        priority: 3,
        noAgentAfter: { after: '5m', leave: true },
      },
      guestChat: { ...GUEST_CHAT, memberAuthToken: { command: ['sign', '--a'], timeout: '5s' } },
      texts: { joined: '{agent} is here', silence: '{minutes}', ended: null },
      onSilence: 'warn',
    },
    channels: {
      sms: { adapter: 'sms', accountSid: 'x', authToken: 'y', maxAge: { toAgent: '1h', toCustomer: null } },
      'slack-2': {
        adapter: 'slack',
        mode: 'socket',
        maskCardNumbers: true,
        retention: { after: '30d' },
        routing: { queue: 'B' },
      },
    },
    store: { url: 'sqlite:./x.db', encryptionKey: 'A'.repeat(43) },
    retention: { after: '90d' },
    maskCardNumbers: false,
    server: { host: '127.0.0.1', port: 8080, publicUrl: 'https://bridge.example/a' },
    admin: { host: '127.0.0.1', port: 9090 },
    log: { level: 'info' },
  },
];

/** As people write it. */
export const YAML = `# a comment
contactCenter: &cc
  transport: guest-chat
  region: mypurecloud.com
  routing: { queue: Support, skills: [a, 'b'] }
  guestChat:
    organizationId: org
    deploymentId: dep
    timing: { grace: 90s }
channels:
  web:
    adapter: http
    apiKeys: ["a-key-of-sixteen-letters"]
    texts:
      joined: >-
        {agent} is
        here
store: { url: "sqlite:./trunkline.db" }
server: { port: 8080 }
log: { level: debug }
`;

/** By adapter: options that are right. */
export const OPTIONS: Readonly<Record<string, readonly object[]>> = {
  http: [
    {
      apiKeys: ['a-key-of-sixteen-letters'],
      tokenSecret: 'a-token-secret-of-more-than-32-letters',
      origins: ['https://shop.example.com'],
      limits: { perKey: { perSecond: 5, burst: 10 }, streams: { perCustomer: 2, total: 100 } },
      webhook: { url: 'https://shop.example.com/hook', secret: `whsec_${'A'.repeat(42)}A=` },
    },
  ],
  sms: [
    {
      accountSid: `AC${'a'.repeat(32)}`,
      authToken: ['one', 'two'],
      numbers: { '+12025550100': { routing: { queue: 'Sales' } }, 12345: {} },
      messagingServiceSid: `MG${'a'.repeat(32)}`,
      apiUrl: 'http://127.0.0.1:4020',
      publicUrl: 'https://bridge.example/channels/sms/',
      routes: [{ when: { to: '+1 202 555 0100', keyword: 'SALES', country: 'US' }, routing: { queue: 'Sales' } }],
      splitting: { segmentsPerMessage: 3, partNumbers: true, foldQuotes: false },
      budget: { segmentsPerConversation: 100 },
      media: { out: true },
      optOut: { stop: ['GENUG'] },
      perSecond: 10,
    },
  ],
  slack: [
    {
      mode: 'socket',
      botToken: 'xoxb-0123456789',
      appToken: 'xapp-0123456789',
      queues: ['A', { queue: 'B', label: 'b' }],
    },
    {
      mode: 'http',
      oauth: {
        clientId: '1.2',
        clientSecret: 'a-secret-of-16-letters',
        stateSecret: 'a-secret-of-16-letters',
        teams: ['T0123'],
      },
      signingSecret: ['a-secret-of-16-letters'],
      apiUrl: 'http://127.0.0.1:4030/api',
      command: '/agent',
      allow: { channels: ['C0123'], users: ['U0123'] },
      internalPrefix: null,
      contextMessages: 5,
    },
  ],
};
