import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { transcript } from './transcript.ts';

const DEMO = {
  pageUrl: 'http://127.0.0.1:4000',
  sandboxUrl: 'http://127.0.0.1:4010',
  twilioUrl: 'http://127.0.0.1:4020',
  slackUrl: 'http://127.0.0.1:4030',
  bridge: { state: 'up', pid: 1, server: 'http://127.0.0.1:5001', admin: 'http://127.0.0.1:8081', channel: '' },
} as const;
const USUAL = {
  page: 4_000,
  pageMayMove: true,
  sandbox: 4_010,
  twilio: 4_020,
  slack: 4_030,
  server: 8_080,
  admin: 8_081,
};

const FREE = { page: 0, pageMayMove: true, sandbox: 0, twilio: 0, slack: 0, server: 0, admin: 0 };

describe('what is printed', () => {
  it('names the page before any other address', () => {
    expect(/https?:\S+/.exec(transcript(DEMO, USUAL))?.[0]).toBe('http://127.0.0.1:4000');
  });

  it('names what plays Genesys Cloud, Twilio and Slack', () => {
    for (const port of [4010, 4020, 4030]) expect(transcript(DEMO, USUAL)).toMatch(new RegExp(`:${port} .*plays`));
  });

  it('is what the README shows', async () => {
    const readme = await readFile(new URL('../../../../README.md', import.meta.url), 'utf8');
    const bridge = { ...DEMO.bridge, server: 'http://127.0.0.1:8080' };
    expect(readme).toContain(
      `\`\`\`\n${transcript({ ...DEMO, bridge }, USUAL)
        .trim()
        .replace(/^/, '  ')}\n\`\`\``,
    );
  });

  it('says which port was in use, and of no other', () => {
    expect(transcript(DEMO, USUAL)).toContain('Port 8080 is in use, so the bridge took 5001.');
    expect(transcript(DEMO, USUAL).match(/in use/g)).toHaveLength(1);
  });

  it('says nothing of ports that were to be free ones', () => {
    expect(transcript(DEMO, FREE)).not.toContain('in use');
  });
});
