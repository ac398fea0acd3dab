/** Shown below the help of each command. */
export const EXAMPLES = {
  start: `  trunkline start
  trunkline start --config /etc/trunkline/trunkline.yaml
`,
  check: `  trunkline check                              is ./trunkline.yaml right?
  trunkline check --online                     and does Genesys take chats from it?
  trunkline check --online --json              the same for a machine; exit code 1 if anything is a problem
`,
  sandbox: `  trunkline sandbox
  trunkline sandbox --port 0
`,
  conversations: `  trunkline conversations list --state open
  trunkline conversations show ID
`,
  'conversations list': `  trunkline conversations list --state open    who is talking now?
  trunkline conversations list --channel web --limit 20
  trunkline conversations list --json
`,
  'conversations show': `  trunkline conversations show ID
  trunkline conversations show ID --json
`,
  'conversations end': `  trunkline conversations end ID               a bridge that runs does it now, otherwise the next start
`,
  deliveries: `  trunkline deliveries list --failed
  trunkline deliveries retry ID
`,
  'deliveries list': `  trunkline deliveries list --failed           what did not arrive?
  trunkline deliveries list --limit 20 --json
`,
  'deliveries retry': `  trunkline deliveries retry ID                sent again as a new delivery that names the old one
`,
  explain: `  trunkline explain --channel sms --from +15550123 --body "where is my order"
  trunkline explain --channel sms --from +15550123 --to +15550100 --body hello --at 2026-03-01T22:00:00Z --json
`,
  consents: `  trunkline consents list --channel sms
  trunkline consents export --channel sms > consents.csv
`,
  'consents list': `  trunkline consents list --channel sms        who has said STOP?
  trunkline consents list --channel sms --json
`,
  'consents export': `  trunkline consents export --channel sms > consents.csv
  trunkline consents export --channel sms --json
`,
  customers: `  trunkline customers forget --channel sms --customer ADDRESS
`,
  'customers forget': `  trunkline customers forget --channel web --customer ann
                                               a bridge that runs does it now, otherwise the next start
`,
  audit: `  trunkline audit --since 24h
  trunkline audit --since 7d --json            exit code 1 if anything differs
`,
  store: `  trunkline store backup ./backup.db
`,
  'store backup': `  trunkline store backup ./backup-2026-03-01.db
`,
  'store rekey': `  trunkline store rekey                        after a new key was put before the old one
`,
  slack: `  trunkline slack manifest
`,
  'slack manifest': `  trunkline slack manifest                     of the one Slack channel in ./trunkline.yaml
  trunkline slack manifest --channel helpdesk --name "Help desk"
`,
  'deliveries drop': `  trunkline deliveries drop ID                 whoever waits for it is told
`,
} as const;

export const PROGRAM_EXAMPLES = `
Examples:
  trunkline sandbox                            try it without accounts
  trunkline check --config ./trunkline.yaml    is the config right?
  trunkline check --online                     does Genesys take chats from it?
  trunkline start --config ./trunkline.yaml    run the bridge
  trunkline conversations list --state open    who is talking now?
  trunkline conversations show ID
  trunkline conversations end ID
  trunkline deliveries list --failed --json    what did not arrive?
  trunkline deliveries retry ID
  trunkline deliveries drop ID
  trunkline explain --channel sms --from +15550123 --body "where is my order"
  trunkline consents export --channel sms > consents.csv
  trunkline customers forget --channel web --customer ann
  trunkline audit --since 24h                  does everybody have what we think they have?
  trunkline store backup ./backup.db
  trunkline slack manifest                     what a Slack app is made from

Exit codes: 0 fine; 2 rejected before anything was opened (arguments, config, unset variable,
missing package); 1 everything else.
`;
