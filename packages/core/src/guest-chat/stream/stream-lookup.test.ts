import type { AddressInfo, LookupFunction } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { WebSocketServer } from 'ws';
import { ManualClock } from '../../testing/manual-clock.ts';
import { EventStream } from './event-stream.ts';
import { SilenceWatch } from './silence-watch.ts';
import { streamLookup } from './stream-lookup.ts';

const INSIDE = '127.0.0.1';
const OUTSIDE = '93.184.216.34';

/** What a name server says; whatever it does not know is nowhere. */
function names(known: Readonly<Record<string, string>>): LookupFunction {
  return (hostname, { all }, callback) => {
    const address = known[hostname];
    if (address === undefined) return callback(Object.assign(new Error('no such name'), { code: 'ENOTFOUND' }), '', 0);
    if (all === true) callback(null, [{ address, family: 4 }]);
    else callback(null, address, 4);
  };
}

/** Dials a real socket of this machine by a name, and counts who has come. */
async function dial(apiUrl: string, known: Readonly<Record<string, string>>) {
  const server = new WebSocketServer({ port: 0, host: INSIDE });
  let came = 0;
  server.on('connection', () => {
    came += 1;
  });
  onTestFinished(() => {
    for (const client of server.clients) client.terminate();
    server.close();
  });
  await new Promise((resolve) => server.once('listening', resolve));
  const clock = new ManualClock();
  const stream = new EventStream(
    {
      address: `ws://stream.example.com:${(server.address() as AddressInfo).port}/`,
      clock,
      watch: new SilenceWatch(clock, 75_000),
      handshakeTimeoutMs: 10_000,
      lookup: streamLookup(new URL(apiUrl), names(known)),
    },
    { frame() {}, ended() {} },
  );
  onTestFinished(() => stream.close());
  const { opened } = await stream.open(new AbortController().signal);
  return { opened, came };
}

it.each([
  [
    'a stream whose name leads inside is not dialled',
    { 'stream.example.com': INSIDE, 'api.example.com': OUTSIDE },
    false,
  ],
  ['nor if nobody knows where the API is', { 'stream.example.com': INSIDE }, false],
  ['it is where the API is inside, too', { 'stream.example.com': INSIDE, 'api.example.com': '10.0.0.7' }, true],
  ['a name that leads nowhere is an ordinary failure', {}, false],
])('%s', async (_, known, expected) => {
  expect(await dial('https://api.example.com', known)).toEqual({ opened: expected, came: expected ? 1 : 0 });
});

it('is as the system looks names up where the operator has named an API inside', () => {
  expect(streamLookup(new URL('http://127.0.0.1:9'))).toBeUndefined();
});
