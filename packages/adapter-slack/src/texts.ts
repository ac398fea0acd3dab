import type { Status } from '@trunkline/core';

/** What people in Slack get to read from the bridge; `{agent}`, `{reason}` and `{place}` stand for what they say. */
export interface SlackTexts {
  /** The status message, by status. */
  readonly status: Readonly<Record<Status, string>>;
  /** `{agent}` where no name is known. */
  readonly someAgent: string;
  /** A message of the customer did not get through. */
  readonly undelivered: string;
  /** Begins a thread for somebody who used a command; `{user}` names them. */
  readonly asked: string;
  /** The same in a direct message, where the app is not in `{place}`. */
  readonly askedElsewhere: string;
  /** For a `{place}` that nobody else can be shown. */
  readonly anotherPlace: string;
  /** What only the person who asked sees. */
  readonly connecting: string;
  readonly buttons: { readonly end: string; readonly transcript: string; readonly reopen: string };
  readonly confirmEnd: {
    readonly title: string;
    readonly text: string;
    readonly confirm: string;
    readonly deny: string;
  };
  readonly modal: ModalTexts;
  readonly transcript: TranscriptTexts;
}

export interface TranscriptTexts {
  /** Whoever has no name. */
  readonly customer: string;
  readonly agent: string;
  readonly bot: string;
  readonly system: string;
  readonly joined: string;
  readonly left: string;
  readonly transferred: string;
  readonly ended: string;
  readonly failed: string;
  /** Between one conversation and the next. */
  readonly nextConversation: string;
  /** In place of what is too much. */
  readonly leftOut: string;
}

/** Slack shows at most 24 characters of a title and of a button in it. */
export interface ModalTexts {
  readonly title: string;
  readonly submit: string;
  readonly cancel: string;
  readonly topic: string;
  readonly topicHint: string;
  readonly queue: string;
  readonly topicMissing: string;
  readonly queueMissing: string;
}

export const defaultTexts: SlackTexts = {
  status: {
    waiting: ':hourglass_flowing_sand: You are being connected with an agent.',
    joined: ':speech_balloon: {agent} joined.',
    left: ':hourglass_flowing_sand: {agent} left. You are being connected with another agent.',
    transferred: ':twisted_rightwards_arrows: You are being transferred to another agent.',
    ended: ':white_check_mark: The conversation has ended.',
  },
  someAgent: 'An agent',
  undelivered: ':warning: Your message could not be delivered: {reason}.',
  asked: '{user} would like to talk to an agent.',
  askedElsewhere: 'You asked for an agent in {place}, where I cannot write. Let us talk here, in this thread.',
  anotherPlace: 'another conversation',
  connecting: 'Connecting you with an agent…',
  buttons: { end: 'End', transcript: 'Transcript', reopen: 'Reopen' },
  confirmEnd: {
    title: 'End the conversation?',
    text: 'The agent will be told that nobody needs them any more.',
    confirm: 'End',
    deny: 'Go on',
  },
  modal: {
    title: 'Talk to an agent',
    submit: 'Ask',
    cancel: 'Cancel',
    topic: 'What is it about?',
    topicHint: 'The agent reads this first.',
    queue: 'Who should help?',
    topicMissing: 'Please say in a few words what it is about.',
    queueMissing: 'Please choose one of these.',
  },
  transcript: {
    customer: 'Customer',
    agent: 'Agent',
    bot: 'Bot',
    system: 'Notice',
    joined: '{agent} joined',
    left: '{agent} left',
    transferred: 'Transferred to another agent',
    ended: 'The conversation ended',
    failed: 'A message was not delivered: {reason}',
    nextConversation: 'A new conversation',
    leftOut: 'What was said before is left out',
  },
};

/** Puts values into a text; they must be safe in mrkdwn already. */
export function filled(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
}
