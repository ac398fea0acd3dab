import { type Address, address, conversationId } from '@trunkline/core';
import {
  type AdapterUnderTest,
  channelRequest,
  FakeAdapterContext,
  messageDelivery,
  type SampleRequest,
  statusDelivery,
  testChannelAdapter,
} from '@trunkline/core/testing';
import { afterEach, describe, expect, it } from 'vitest';
import { messageOf, type Respond, refusal, SECRET_TOKEN, TelegramDouble, TOKEN } from '../test/telegram-double.ts';
import { adapter } from './index.ts';

const ann: Address = address('4711');
const PUBLIC_URL = 'https://bridge.example.com/channels/telegram';

const cleanUp: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const clean of cleanUp.splice(0).reverse()) await clean();
});

function create(options: object) {
  return adapter.create(adapter.options.parse({ token: TOKEN, secretToken: SECRET_TOKEN, ...options }));
}

function updateRequest(update: unknown, changes: Partial<SampleRequest> = {}) {
  return channelRequest({
    method: 'POST',
    url: '/updates',
    headers: { 'X-Telegram-Bot-Api-Secret-Token': SECRET_TOKEN, 'content-type': 'application/json' },
    body: typeof update === 'string' ? update : JSON.stringify(update),
    ...changes,
  });
}

/** Telegram numbers its updates. */
const updateId = (name: string): number => Number.parseInt(Buffer.from(name).toString('hex').slice(-12), 16);

testChannelAdapter(
  { describe, it },
  {
    setUp: async (): Promise<AdapterUnderTest> => {
      const telegram = new TelegramDouble();
      const apiUrl = await telegram.open();
      const respondWith = (respond: Respond | null) => () => {
        telegram.respond = respond;
      };
      return {
        adapter: create({ apiUrl }),
        context: new FakeAdapterContext({ publicUrl: PUBLIC_URL }),
        address: ann,
        secrets: [TOKEN, SECRET_TOKEN],
        requests: {
          message: ({ id, text }) => updateRequest({ update_id: updateId(id), message: messageOf(4711, { text }) }),
          forged: () =>
            [undefined, '', 'wrong', `${SECRET_TOKEN}x`, SECRET_TOKEN.slice(1), SECRET_TOKEN.toUpperCase()].map(
              (token) =>
                updateRequest(
                  { update_id: 1, message: messageOf(4711, { text: 'hello' }) },
                  { headers: token === undefined ? {} : { 'X-Telegram-Bot-Api-Secret-Token': token } },
                ),
            ),
          malformed: () => [
            updateRequest('{"update_id":'),
            updateRequest('null'),
            updateRequest({ message: messageOf(4711, { text: 'hello' }) }),
            updateRequest({ update_id: 1, message: { text: 'hello' } }),
            updateRequest('', { body: Uint8Array.of(0x22, 0xff, 0x22) }),
            updateRequest({ update_id: 1 }, { url: '/elsewhere' }),
            updateRequest({ update_id: 1 }, { method: 'GET' }),
          ],
        },
        medium: {
          texts: () => telegram.parametersOf('sendMessage').map(({ text }) => String(text)),
          accepts: respondWith(null),
          refuses: respondWith(refusal(400, 'Bad Request: chat not found')),
          fails: respondWith(refusal(500, 'Internal Server Error: restart')),
          unreachable: () => telegram.close(),
          neverAnswers: () => ({
            reached: new Promise((resolve) => {
              telegram.respond = () => resolve();
            }),
          }),
        },
        tearDown: () => telegram.close(),
      };
    },
  },
);

async function started(context: FakeAdapterContext = new FakeAdapterContext()) {
  const telegram = new TelegramDouble();
  const running = create({ apiUrl: `${await telegram.open()}/` });
  cleanUp.push(() => telegram.close());
  await running.start(context);
  cleanUp.push(() => running.stop());
  return { telegram, running, context, signal: new AbortController().signal };
}

describe('the start', () => {
  it('sets the webhook where the bridge can be reached from outside', async () => {
    const { telegram } = await started(new FakeAdapterContext({ publicUrl: PUBLIC_URL }));
    expect(telegram.calls).toEqual([
      {
        method: 'setWebhook',
        parameters: {
          url: `${PUBLIC_URL}/updates`,
          secret_token: SECRET_TOKEN,
          allowed_updates: ['message', 'edited_message'],
        },
      },
    ]);
  });

  it('sets none without a public URL, and says so', async () => {
    const { telegram, context } = await started();
    expect(telegram.calls).toEqual([]);
    expect(context.logs.map(({ level }) => level)).toEqual(['warn']);
  });

  it('fails if Telegram does not take the webhook, in words without the token', async () => {
    const telegram = new TelegramDouble();
    const apiUrl = await telegram.open();
    cleanUp.push(() => telegram.close());
    const context = new FakeAdapterContext({ publicUrl: PUBLIC_URL });
    const revoked = create({ apiUrl, token: '123456:revoked' });
    await expect(revoked.start(context)).rejects.toMatchObject({
      code: 'telegram.401',
      message: 'Telegram answered 401 Unauthorized',
    });
    expect(context.logs).toMatchObject([{ level: 'error', facts: { reason: 'Telegram answered 401 Unauthorized' } }]);
    expect(JSON.stringify(context.logs)).not.toContain('revoked');
    await expect(revoked.handle(updateRequest({ update_id: 1 }))).rejects.toMatchObject({
      code: 'bridge.not-accepting',
    });
  });
});

describe('an update', () => {
  it('brings the words with their author, name and time', async () => {
    const { running, context } = await started();
    const reply = await running.handle(updateRequest({ update_id: 5, message: messageOf(4711, { text: 'hello' }) }));
    expect(reply).toEqual({ status: 200 });
    expect(context.received).toEqual([
      {
        address: '4711',
        id: '5',
        text: 'hello',
        author: { id: '4711', name: 'Ann Lee' },
        profile: { name: 'Ann Lee' },
        sentAt: Date.UTC(2026, 0, 1),
      },
    ]);
  });

  it('from a group names the group as the customer and the person as the author', async () => {
    const { running, context } = await started();
    const message = { ...messageOf(4711, { text: 'hello' }), chat: { id: -100_123, type: 'group', title: 'Flat 7' } };
    await running.handle(updateRequest({ update_id: 5, message }));
    expect(context.received).toMatchObject([
      { address: '-100123', author: { id: '4711', name: 'Ann Lee' }, profile: { name: 'Flat 7' } },
    ]);
  });

  it('of an edit brings the new words, marked, as a message of its own', async () => {
    const { running, context } = await started();
    const edited_message = messageOf(4711, { text: 'hello Ada', edit_date: 1_767_225_660 });
    await running.handle(updateRequest({ update_id: 6, edited_message }));
    expect(context.received).toMatchObject([
      { id: '6', text: '(edited) hello Ada', sentAt: Date.UTC(2026, 0, 1, 0, 1) },
    ]);
  });

  it.each([
    ['a photo', { photo: [{ file_id: 'f' }] }],
    ['a voice message', { voice: { file_id: 'f' } }],
    ['the start button', { text: '/start' }],
    ['a deep link', { text: '/start campaign-7' }],
  ])('with %s is answered by what can be read, and opens no conversation', async (_what, content) => {
    const { running, context } = await started();
    const reply = await running.handle(updateRequest({ update_id: 7, message: messageOf(4711, content) }));
    expect(reply.status).toBe(200);
    expect(JSON.parse(String(reply.body))).toEqual({
      method: 'sendMessage',
      chat_id: '4711',
      text: 'Write to us and an agent will answer. Our agents can read text only.',
    });
    expect(context.received).toEqual([]);
  });

  it('with words below a photo brings the words, and tells that the photo cannot be seen', async () => {
    const { running, context } = await started();
    const message = messageOf(4711, { photo: [{ file_id: 'f' }], caption: 'it looks like this' });
    const reply = await running.handle(updateRequest({ update_id: 8, message }));
    expect(context.received.map(({ text }) => text)).toEqual(['(photo) it looks like this']);
    expect(JSON.parse(String(reply.body))).toMatchObject({ method: 'sendMessage', chat_id: '4711' });
  });

  it.each([
    ['a location that moves', { edited_message: messageOf(4711, { location: { latitude: 1, longitude: 2 } }) }],
    ['somebody who joins a group', { message: messageOf(4711, { new_chat_members: [{ id: 1 }] }) }],
    ['what only later versions know', { hologram: { id: 1 } }],
  ])('about %s is taken and passed over', async (_what, content) => {
    const { running, context } = await started();
    expect(await running.handle(updateRequest({ update_id: 9, ...content }))).toEqual({ status: 200 });
    expect(context.received).toEqual([]);
  });
});

describe('a delivery', () => {
  it('goes to the chat, and brings back the number of the message', async () => {
    const { running, telegram, signal } = await started();
    expect(await running.deliver(messageDelivery(ann, 'hello'), signal)).toEqual({ outcome: 'accepted', key: '1' });
    expect(await running.deliver(statusDelivery(ann, 'joined', 'Ada has joined.'), signal)).toEqual({
      outcome: 'accepted',
      key: '2',
    });
    expect(telegram.texts('4711')).toEqual(['hello', 'Ada has joined.']);
  });

  const message = { scope: 'message', retryable: false } as const;
  const route = { scope: 'route', retryable: true } as const;
  it.each([
    ['400 Bad Request: chat not found', 'rejected', message],
    ['403 Forbidden: bot was blocked by the user', 'rejected', message],
    ['401 Unauthorized', 'rejected', route],
    ['404 Not Found', 'rejected', route],
    ['500 Internal Server Error: restart', 'unknown', route],
    ['502 Bad Gateway', 'unknown', route],
  ] as const)('that meets %s is %s', async (answer, outcome, failure) => {
    const { running, telegram, signal } = await started();
    const [status, ...words] = answer.split(' ');
    telegram.respond = refusal(Number(status), words.join(' '));
    expect(await running.deliver(messageDelivery(ann, 'hello'), signal)).toEqual({
      outcome,
      failure: { ...failure, code: `telegram.${status}`, human: `Telegram answered ${answer}` },
    });
  });

  it('that comes too fast waits as long as Telegram says, and nobody waits with it', async () => {
    const { running, telegram, signal } = await started();
    telegram.respond = refusal(429, 'Too Many Requests: retry after 7', { retry_after: 7 });
    expect(await running.deliver(messageDelivery(ann, 'hello'), signal)).toMatchObject({
      outcome: 'rejected',
      failure: { scope: 'message', retryable: true, retryAfterMs: 7_000 },
    });
  });

  it('to a group that became a supergroup is tried again at the new address', async () => {
    const { running, telegram, signal } = await started();
    telegram.respond = refusal(400, 'Bad Request: group chat was upgraded', { migrate_to_chat_id: -100_999 });
    expect(await running.deliver(messageDelivery(address('-5'), 'hello'), signal)).toMatchObject({
      outcome: 'rejected',
      address: '-100999',
      failure: { scope: 'message', retryable: true },
    });
  });

  it.each<readonly [string, Respond]>([
    ['a page instead of an answer', (response) => response.writeHead(200).end('<html>')],
    ['a broken connection', (response) => response.destroy()],
    ['half an answer', (response) => response.writeHead(200).write('{"ok":tr', () => response.destroy())],
  ])('that meets %s is unknown', async (_what, respond) => {
    const { running, telegram, signal } = await started();
    telegram.respond = respond;
    expect(await running.deliver(messageDelivery(ann, 'hello'), signal)).toMatchObject({ outcome: 'unknown' });
  });
});

describe('typing', () => {
  it('is shown as a chat action', async () => {
    const { running, telegram } = await started();
    await running.typing?.(ann, { conversationId: conversationId('c_1'), agentName: 'Ada' });
    expect(telegram.calls).toEqual([{ method: 'sendChatAction', parameters: { chat_id: '4711', action: 'typing' } }]);
  });

  it('never throws, and ends when the adapter stops', async () => {
    const { running, telegram } = await started();
    const reached = new Promise<void>((resolve) => {
      telegram.respond = () => resolve();
    });
    const typing = running.typing?.(ann, { conversationId: conversationId('c_1'), agentName: null });
    await reached;
    await running.stop();
    await expect(typing).resolves.toBeUndefined();
  });
});

describe('the options', () => {
  it.each([
    ['a token that is none', { token: 'bot' }],
    ['a secret token that Telegram would refuse', { secretToken: 'has spaces in it, see' }],
    ['a short secret token', { secretToken: 'short' }],
    ['another scheme', { apiUrl: 'ftp://example.com' }],
    ['a misspelt key', { tokn: TOKEN }],
  ])('refuse %s', (_what, options) => {
    const written = { token: TOKEN, secretToken: SECRET_TOKEN, ...options };
    expect(adapter.options.safeParse(written).success).toBe(false);
  });

  it('need a token and a secret token, and nothing else', () => {
    const parsed = adapter.options.parse({ token: TOKEN, secretToken: SECRET_TOKEN });
    expect(parsed.apiUrl).toBe('https://api.telegram.org');
  });

  it('name the contract that the adapter was written for', () => {
    expect([adapter.contract, adapter.name]).toEqual([1, 'telegram']);
  });
});
