import { describe, expect, it } from 'vitest';
import { OURS } from '../../test/signed-request.ts';
import { smsWorld } from '../../test/sms-world.ts';
import { guessLanguage } from './guess-language.ts';
import { isWithinHours } from './hours.ts';

const routes = [
  { when: { keyword: ['SALES', 'buy'] }, routing: { queue: 'Sales', priority: 5 } },
  { when: { keyword: 'ventas', to: '+1 202 555 0100' }, routing: { queue: 'Sales', language: 'Spanish' } },
  { when: { language: 'es' }, routing: { language: 'Spanish' } },
  { when: { country: 'MX' }, routing: { language: 'Spanish' } },
];
const options = { routes, numbers: { '+1 (202) 555-0100': { routing: { queue: 'SMS Support' } } } };

async function routingOf(body: string, from?: string) {
  const world = await smsWorld({ options });
  await world.text({ body, ...(from === undefined ? {} : { from }) });
  return world.context.received[0]?.routing;
}

it.each([
  ['sales please', { queue: 'Sales', priority: 5 }],
  ['Buy!', { queue: 'Sales', priority: 5 }],
  ['¡Ventas! quiero algo', { queue: 'Sales', language: 'Spanish' }],
  ['hola, necesito ayuda con mi pedido', { queue: 'SMS Support', language: 'Spanish' }],
  ['I want sales', { queue: 'SMS Support' }],
])('sends %j to %j', async (text, routing) => {
  expect(await routingOf(text)).toEqual(routing);
});

it('goes by the country of the customer’s number', async () => {
  expect(await routingOf('ok', '+525512345678')).toEqual({ queue: 'SMS Support', language: 'Spanish' });
});

it('keeps within a chat to what was said first, until a keyword is said', async () => {
  const world = await smsWorld({ options });
  for (const body of ['SALES', 'a red one', 'ventas']) await world.text(body);
  expect(world.context.received.map(({ routing }) => routing?.queue)).toEqual(['Sales', undefined, 'Sales']);
  expect(world.context.received[1]).not.toHaveProperty('routing');
});

it('forgets the keyword of the chat before, also where the channel decides', async () => {
  const world = await smsWorld({ options: { routes } });
  await world.text('SALES');
  await world.context.receiveEnd(world.context.received[0]?.address as never);
  await world.text('hello again');
  expect(world.context.received.map(({ routing }) => routing)).toEqual([{ queue: 'Sales', priority: 5 }, {}]);
});

describe('explains', () => {
  const explain = async (text: string, more: object = {}) =>
    (await smsWorld({ options })).adapter.explain?.({
      from: '+1 202-555-0142',
      text,
      at: Date.UTC(2026, 0, 5, 12),
      ...more,
    });

  it('which rule hits, and exactly what would be handed on', async () => {
    expect(await explain('sales')).toEqual({
      rule: 'routes[0] (keyword SALES, buy)',
      message: {
        address: '+12025550100:+12025550142',
        text: 'sales',
        profile: { name: '+1…0142', phone: '+12025550142' },
        routing: { queue: 'Sales', priority: 5 },
        sentAt: Date.UTC(2026, 0, 5, 12),
      },
      notes: ['Within an open chat too, what is said decides where the next conversation goes.'],
    });
    expect((await explain('hello there'))?.rule).toBe('numbers.+1 (202) 555-0100.routing');
  });

  it('that an opt-out is no message', async () => {
    expect(await explain('Stop')).toMatchObject({ rule: 'opt-out keyword STOP', message: null });
    expect((await explain('YES'))?.notes.join()).toContain('opts in again');
    expect((await explain('help'))?.notes.join()).toContain('Twilio answers this');
  });

  it('what is wrong with a number', async () => {
    expect((await explain('x', { from: '5550142' }))?.notes.join()).toContain('short code');
    await expect(explain('x', { from: 'ann' })).rejects.toMatchObject({ code: 'sms.number' });
    const world = await smsWorld();
    await expect(world.adapter.explain?.({ from: '+12025550142', text: 'x', at: 0 })).rejects.toThrow('which number');
    expect((await world.adapter.explain?.({ from: '+15550199', to: OURS, text: 'x', at: 0 }))?.rule).toContain(
      'channel',
    );
  });
});

it.each([
  ['hola necesito ayuda', 'es'],
  ['I need help with my order', 'en'],
  ['Ich brauche Hilfe mit meiner Bestellung', 'de'],
  ['bonjour, je ne trouve pas ma commande', 'fr'],
  ['Привет', 'ru'],
  ['こんにちは世界', 'ja'],
  ['世界', 'zh'],
  ['ok', null],
  ['12345', null],
])('guesses the language of %j as %j', (text, language) => {
  expect(guessLanguage(text)).toBe(language);
});

it.each([
  ['2026-01-05T14:00:00Z', true],
  ['2026-01-05T13:59:59Z', false],
  ['2026-01-05T22:00:00Z', false],
  ['2026-01-10T15:00:00Z', false],
  ['2026-07-06T13:00:00Z', true],
])('%s is within the hours of New York: %s', (at, within) => {
  const hours = { from: '09:00', to: '17:00', days: ['mon', 'fri'], timeZone: 'America/New_York' } as const;
  expect(isWithinHours(hours, Date.parse(at))).toBe(within);
});

it('counts hours past midnight to the day on which they began', () => {
  const night = { from: '22:00', to: '06:00', days: ['fri'], timeZone: 'UTC' } as const;
  const at = (time: string) => isWithinHours(night, Date.parse(time));
  expect([at('2026-01-09T23:00Z'), at('2026-01-10T05:59Z'), at('2026-01-10T06:00Z')]).toEqual([true, true, false]);
  expect([at('2026-01-09T05:00Z'), at('2026-01-10T23:00Z')]).toEqual([false, false]);
});
