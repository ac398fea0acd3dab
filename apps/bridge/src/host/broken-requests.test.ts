import { Duplex } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { answerOnSocket } from './broken-requests.ts';

/** A socket whose other side stays, and takes what it is sent or does not. */
function socketOf(client: { readonly takes: boolean }) {
  const written: string[] = [];
  const socket = new Duplex({
    read() {},
    write(chunk, _encoding, done) {
      written.push(String(chunk));
      if (client.takes) done();
    },
  });
  const closed = new Promise<void>((resolve) => socket.once('close', resolve));
  return { socket, written, closed };
}

describe('a request that is no HTTP', () => {
  it.each([true, false])('does not keep its socket by never hanging up (takes its answer: %s)', async (takes) => {
    const { socket, written, closed } = socketOf({ takes });
    answerOnSocket(Object.assign(new Error('slow'), { code: 'ERR_HTTP_REQUEST_TIMEOUT' }), socket, 1);
    await closed;
    expect([socket.destroyed, written.join().split('\r\n')[0]]).toEqual([true, 'HTTP/1.1 408 Request Timeout']);
  });

  it('that was reset gets no answer', async () => {
    const { socket, written, closed } = socketOf({ takes: true });
    answerOnSocket(Object.assign(new Error('reset'), { code: 'ECONNRESET' }), socket);
    await closed;
    expect(written).toEqual([]);
  });
});
