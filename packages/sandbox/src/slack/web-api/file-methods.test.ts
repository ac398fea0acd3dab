import { describe, expect, it } from 'vitest';
import { heard, slackForTest, socketClient, webClient } from '../../../test/slack-sandbox.ts';
import { slackDefaults } from '../start-slack.ts';

const channel = 'C0HELPDSK1';
const bearer = { headers: { Authorization: `Bearer ${slackDefaults.botToken}` } };

describe('files', () => {
  it('are uploaded by the official client into a thread, with words', async () => {
    const sandbox = await slackForTest();
    const web = webClient(sandbox);
    const root = sandbox.control.people.say({ user: 'alex', channel, text: 'Send it, please' });
    const bytes = Buffer.from([0, 255, 13, 10, 45, 45, 7]);
    await web.filesUploadV2({
      channel_id: channel,
      thread_ts: root.ts,
      initial_comment: 'Here',
      file: bytes,
      filename: 'log.bin',
      title: 'The log',
    });
    const { messages } = await web.conversations.replies({ channel, ts: root.ts });
    expect(messages?.[1]).toMatchObject({
      text: 'Here',
      bot_id: 'B0SANDBOX1',
      files: [{ name: 'log.bin', title: 'The log', size: 7 }],
    });
    const file = messages?.[1]?.files?.[0];
    const download = await fetch(file?.url_private_download ?? '', bearer);
    expect(Buffer.from(await download.arrayBuffer())).toEqual(bytes);
    expect((await web.files.info({ file: file?.id ?? '' })).file).toMatchObject({ id: file?.id, channels: [channel] });
  });

  it('of a person come in an event, and open only to the bot', async () => {
    const sandbox = await slackForTest();
    const socket = await socketClient(sandbox);
    const coming = heard(socket);
    const content = Buffer.from('a picture').toString('base64');
    sandbox.control.people.upload({ user: 'alex', channel, name: 'shot.png', content, base64: true, text: 'Look' });
    const { body, ack } = await coming;
    await ack();
    expect(body.event).toMatchObject({ subtype: 'file_share', text: 'Look', user: 'U0ALEX0001' });
    const [file] = body.event.files;
    expect(file).toMatchObject({ name: 'shot.png', mimetype: 'image/png', filetype: 'png', size: 9 });
    const good = await fetch(file.url_private_download, bearer);
    expect([good.headers.get('content-type'), await good.text()]).toEqual(['image/png', 'a picture']);
    const bad = await fetch(file.url_private_download);
    expect([bad.status, bad.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    sandbox.control.turn({ deniedFile: 'forbidden' });
    expect((await fetch(file.url_private_download)).status).toBe(403);
  });

  it('of another organisation have to be asked for', async () => {
    const sandbox = await slackForTest();
    const socket = await socketClient(sandbox);
    const coming = heard(socket);
    sandbox.control.people.upload({ user: 'alex', channel, name: 'a.txt', content: 'hello', external: true });
    const { body, ack } = await coming;
    await ack();
    const [file] = body.event.files;
    expect(file).toMatchObject({ file_access: 'check_file_info' });
    expect(file).not.toHaveProperty('url_private_download');
    const { file: facts } = await webClient(sandbox).files.info({ file: file.id });
    expect(await (await fetch(facts?.url_private_download ?? '', bearer)).text()).toBe('hello');
  });

  it('that nobody sent are not there', async () => {
    const web = webClient(await slackForTest());
    await expect(web.files.info({ file: 'F0NOTHING' })).rejects.toThrow('file_not_found');
    const { file_id: id = '' } = await web.files.getUploadURLExternal({ filename: 'a.txt', length: 3 });
    await expect(web.files.completeUploadExternal({ files: [{ id }] })).rejects.toThrow('file_not_found');
  });
});
