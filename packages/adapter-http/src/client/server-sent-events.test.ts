import { expect, it } from 'vitest';
import { serverSentEvents } from './server-sent-events.ts';

it.each([
  ['7', 7],
  ['', null],
  ['7x', null],
  ['-1', null],
  ['9'.repeat(20), null],
])('reads the number %j as %s', async (written, number) => {
  const stream = new Blob([`id: ${written}\nevent: typing\ndata: {}\n\n`]).stream();
  const events: unknown[] = [];
  const never = new AbortController().signal;
  for await (const event of serverSentEvents(stream, () => new Promise(() => {}), never)) events.push(event);
  expect(events).toEqual([{ number, type: 'typing', data: '{}' }]);
});
