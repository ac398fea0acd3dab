/**
 * What the bridge itself says, by occasion. Null: nothing is said. `{name}` stands for a placeholder; which there are
 * is in `SYSTEM_TEXT_PLACEHOLDERS`.
 */
export type SystemTexts = Readonly<Record<SystemTextKey, string | null>>;

export type SystemTextKey =
  /** To the customer, where statuses go out as words. */
  | 'waiting'
  | 'joined'
  | 'left'
  | 'transferred'
  | 'ended'
  /** To the customer, on every channel. */
  | 'outage'
  | 'silence'
  | 'noAgent'
  | 'noAgentLeft'
  | 'mediaDeclined'
  | 'notDelivered'
  /** To the agent. */
  | 'undelivered'
  | 'corrected'
  | 'interrupted'
  | 'resumed';

/** What each text may name. */
export const SYSTEM_TEXT_PLACEHOLDERS: Readonly<Record<SystemTextKey, readonly string[]>> = {
  waiting: [],
  joined: ['agent'],
  left: ['agent'],
  transferred: ['agent'],
  ended: [],
  outage: [],
  silence: ['minutes'],
  noAgent: ['minutes'],
  noAgentLeft: ['minutes'],
  mediaDeclined: [],
  notDelivered: ['reason'],
  undelivered: ['reason'],
  corrected: [],
  interrupted: [],
  resumed: ['agent'],
};

export const defaultSystemTexts: SystemTexts = {
  waiting: 'You are being connected with an agent.',
  joined: '{agent} has joined.',
  left: '{agent} has left.',
  transferred: 'You are being transferred to another agent.',
  ended: 'The conversation has ended.',
  outage: 'We cannot reach our agents at the moment. Your message is kept and will be passed on as soon as we can.',
  silence: 'Are you still there? Without a message from you, the conversation ends in {minutes} minutes.',
  noAgent: 'All our agents are still busy. Thank you for your patience.',
  noAgentLeft: 'No agent is available at the moment. Please try again later.',
  mediaDeclined: 'The agent wanted to look at your screen with you, which is not possible here.',
  notDelivered: 'Your message could not be delivered: {reason}.',
  undelivered: 'The customer did not get your last message: {reason}',
  corrected: 'The customer did get your message after all.',
  interrupted: 'The chat was interrupted and is continued here. Still unanswered:',
  resumed: 'What was said before, last answered by {agent}:',
};

/** `{name}` in a text. */
export const PLACEHOLDER: RegExp = /\{([^{}]*)\}/g;

/** What is wrong with a text, in words; null: nothing. */
export function systemTextProblem(key: SystemTextKey, text: string): string | null {
  const known = SYSTEM_TEXT_PLACEHOLDERS[key];
  for (const [whole, name] of text.matchAll(PLACEHOLDER)) {
    if (known.includes(name ?? '')) continue;
    const there =
      known.length === 0 ? 'this text has none' : `there is ${known.map((one) => `{${one}}`).join(' and ')}`;
    return `${whole} is not a placeholder; ${there}`;
  }
  return text.trim() === '' ? 'is empty; null says nothing' : null;
}

/** The defaults with what a channel has of its own. Throws a TypeError for a placeholder that there is not. */
export function systemTextsOf({
  name,
  texts = {},
}: {
  readonly name: string;
  readonly texts?: Partial<SystemTexts>;
}): SystemTexts {
  for (const [key, text] of Object.entries(texts)) {
    const problem = text === null ? null : systemTextProblem(key as SystemTextKey, text);
    if (problem !== null) throw new TypeError(`texts.${key} of the channel ${name}: ${problem}`);
  }
  return { ...defaultSystemTexts, ...texts };
}
