/** Messages as Slack's editor and apps make them. */
export const BLOCKS: readonly object[] = [
  {
    type: 'rich_text',
    block_id: 'b1',
    elements: [
      {
        type: 'rich_text_section',
        elements: [
          { type: 'text', text: 'Hello ' },
          { type: 'user', user_id: 'U0ALEX0001' },
          { type: 'emoji', name: 'wave', unicode: '1f44b', skin_tone: 3 },
          { type: 'link', url: 'https://example.com/', text: 'there' },
          { type: 'channel', channel_id: 'C0HELPDSK1' },
          { type: 'usergroup', usergroup_id: 'S1' },
          { type: 'broadcast', range: 'here' },
          { type: 'date', timestamp: 1_700_000_000, format: '{date}', fallback: 'then' },
          { type: 'text', text: 'code', style: { code: true } },
        ],
      },
      { type: 'rich_text_list', style: 'ordered', indent: 1, elements: [{ type: 'rich_text_section', elements: [] }] },
      { type: 'rich_text_quote', elements: [{ type: 'text', text: 'said\nbefore' }] },
      { type: 'rich_text_preformatted', elements: [{ type: 'text', text: 'x = 1' }] },
    ],
  },
  { type: 'section', text: { type: 'mrkdwn', text: '*bold*' } },
];

export const TEXTS: readonly string[] = [
  'my laptop is broken',
  'ask <@U0ALEX0001|alex> in <#C0HELPDSK1|helpdesk> &lt;now&gt; :wave::skin-tone-3: :flag-de:',
  '*bold* _italic_ ~struck~ `code` ```block\n<@U1>``` <https://example.com|label> <mailto:a@b.c|a@b.c>',
  '<!here> <!subteam^S1|@team> <!date^1700000000^{date}|then>',
];

export const ATTACHMENTS: readonly object[] = [
  { id: 1, text: 'forwarded *words*', fallback: 'words' },
  { fallback: 'a page' },
];

const TEAM = 'T0SANDBOX1';
const event = (inner: object): object => ({
  token: 'x',
  team_id: TEAM,
  api_app_id: 'A0',
  type: 'event_callback',
  event_id: 'Ev1',
  event_time: 1_767_225_600,
  authorizations: [{ enterprise_id: null, team_id: TEAM, user_id: 'U0BOT', is_bot: true }],
  event: inner,
});
const MESSAGE = {
  type: 'message',
  user: 'U0ALEX0001',
  text: TEXTS[0],
  ts: '1767225600.000100',
  channel: 'C0HELPDSK1',
  channel_type: 'channel',
  team: TEAM,
  client_msg_id: 'c1',
  blocks: BLOCKS,
};

/** Bodies as Slack posts them: events as JSON, everything else as a form. */
export const EVENTS: readonly object[] = [
  event(MESSAGE),
  event({ ...MESSAGE, thread_ts: '1767225500.000100' }),
  event({ ...MESSAGE, type: 'app_mention', text: '<@U0BOT> help' }),
  event({
    ...MESSAGE,
    channel: 'D0DIRECT01',
    channel_type: 'im',
    files: [{ id: 'F1', name: 'a.png', mimetype: 'image/png' }],
  }),
  event({
    type: 'message',
    subtype: 'message_changed',
    hidden: true,
    channel: 'C0HELPDSK1',
    ts: '1767225601.000100',
    message: MESSAGE,
    previous_message: MESSAGE,
  }),
  event({
    type: 'message',
    subtype: 'message_deleted',
    channel: 'C0HELPDSK1',
    ts: '1767225601.000200',
    deleted_ts: '1767225600.000100',
    previous_message: MESSAGE,
  }),
  event({ type: 'app_uninstalled' }),
  event({ type: 'channel_id_changed', old_channel_id: 'C0HELPDSK1', new_channel_id: 'C0HELPDSK2', event_ts: '1.1' }),
  { type: 'url_verification', challenge: 'x', token: 't' },
  { type: 'app_rate_limited', team_id: TEAM, minute_rate_limited: 1 },
];

const PEOPLE = {
  user: { id: 'U0ALEX0001', username: 'alex', team_id: TEAM },
  team: { id: TEAM, domain: 'sandbox' },
  api_app_id: 'A0',
};
const VIEW = {
  id: 'V1',
  team_id: TEAM,
  type: 'modal',
  callback_id: 'trunkline_topic',
  private_metadata: '{}',
  state: { values: { trunkline_topic_text: { topic: { type: 'plain_text_input', value: 'help' } } } },
};

export const PAYLOADS: readonly object[] = [
  {
    type: 'block_actions',
    ...PEOPLE,
    channel: { id: 'C0HELPDSK1', name: 'helpdesk' },
    container: {
      type: 'message',
      message_ts: '1767225600.000100',
      channel_id: 'C0HELPDSK1',
      thread_ts: '1767225600.000100',
    },
    message: MESSAGE,
    trigger_id: '1.2.3',
    response_url: 'http://127.0.0.1:9/x',
    actions: [
      {
        type: 'button',
        action_id: 'trunkline_end',
        block_id: 'trunkline_conversation',
        value: 'c_1',
        action_ts: '1.1',
      },
    ],
  },
  { type: 'view_submission', ...PEOPLE, view: VIEW, trigger_id: '1.2.3', response_urls: [] },
  { type: 'view_closed', ...PEOPLE, view: VIEW, is_cleared: false },
  { type: 'shortcut', ...PEOPLE, callback_id: 'ask_agent', trigger_id: '1.2.3', action_ts: '1.1' },
  {
    type: 'message_action',
    ...PEOPLE,
    callback_id: 'ask_agent',
    trigger_id: '1.2.3',
    channel: { id: 'C0HELPDSK1', name: 'helpdesk' },
    message: MESSAGE,
    response_url: 'http://127.0.0.1:9/x',
  },
];

export const COMMAND: Readonly<Record<string, string>> = {
  token: 'x',
  team_id: TEAM,
  channel_id: 'C0HELPDSK1',
  channel_name: 'helpdesk',
  user_id: 'U0ALEX0001',
  user_name: 'alex',
  command: '/agent',
  text: 'help me',
  api_app_id: 'A0',
  trigger_id: '1.2.3',
  response_url: 'http://127.0.0.1:9/x',
};
