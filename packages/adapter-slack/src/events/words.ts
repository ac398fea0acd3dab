/** The adapter's own sentences to people in Slack, and how it tells an agent what is not plain speech. */
export const words = {
  notAllowedHere: 'Agents cannot be asked from this channel.',
  notAllowedYou: 'You are not among those who may ask for an agent here. Whoever looks after this app can change that.',
  marked: (name: string, text: string): string => `${name}: ${text}`,
  corrected: (text: string): string => `Correction: ${text}`,
  deleted: (text: string): string => `(deleted a message: “${text}”)`,
  asksAboutMessage: 'asks for an agent about the message above.',
  callsAgent: '(calls an agent)',
  sharedFile: (name: string | null): string => (name === null ? '(shared a file)' : `(shared a file: ${name})`),
  reopens: '(has opened the conversation again)',
  endedBefore: 'This conversation has ended already.',
  openAlready: 'This conversation is open already: just write.',
  someApp: 'an app',
  nothingSaid: 'Nothing was said yet.',
  endedBy: (name: string): string => `${name} has ended the conversation.`,
  uninstalled: 'The app was removed from this Slack workspace: nobody there can be reached any more.',
  earlier: (heading: string, lines: readonly string[]): string => `Said before in ${heading}:\n${lines.join('\n')}\n—`,
  /** Ends what was said before. */
  earlierEnd: '\n—',
} as const;
