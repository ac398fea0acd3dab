/** In a direct message to the app only one person speaks; nobody needs to be told who. */
export function isOneToOne(channel: string): boolean {
  return channel.startsWith('D');
}
