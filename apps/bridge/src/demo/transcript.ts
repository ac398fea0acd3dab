import type { Demo, DemoPorts } from './open-demo.ts';

/** What is printed once the page can be opened. Its address comes first. */
export function transcript(demo: Omit<Demo, 'failed'>, wanted: DemoPorts): string {
  const { pageUrl, sandboxUrl, twilioUrl, slackUrl, bridge } = demo;
  const notes = [
    note('page', wanted.page, pageUrl),
    note('bridge', wanted.server, bridge.server),
    note('admin', wanted.admin, bridge.admin),
    note('sandbox', wanted.sandbox, sandboxUrl),
    note('phone', wanted.twilio, twilioUrl),
    note('workspace', wanted.slack, slackUrl),
  ].filter((line) => line !== null);
  return `
  Trunkline is up. Open this page:

    ${pageUrl}

  bridge     ${bridge.server}
  admin      ${bridge.admin}/metrics
  sandbox    ${sandboxUrl}  (plays Genesys Cloud)
  phone      ${twilioUrl}  (plays Twilio)
  workspace  ${slackUrl}  (plays Slack)
${notes.map((line) => `\n  ${line}`).join('')}${notes.length === 0 ? '' : '\n'}
  Ctrl+C stops it all.

`;
}

function note(name: string, wanted: number, url: string): string | null {
  const { port } = new URL(url);
  return wanted === 0 || Number(port) === wanted ? null : `Port ${wanted} is in use, so the ${name} took ${port}.`;
}
