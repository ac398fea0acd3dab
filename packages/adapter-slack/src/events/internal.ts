/** Whether a line is meant for colleagues alone; a mention before the prefix does not change that. */
export function isInternal(mrkdwn: string, prefix: string | null): boolean {
  if (prefix === null) return false;
  const said = mrkdwn.replace(/^\s*(?:<@[A-Z0-9]+(?:\|[^>]*)?>\s*)*/, '');
  // Slack escapes these three wherever they are typed.
  const escaped = prefix.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return said.startsWith(escaped);
}
