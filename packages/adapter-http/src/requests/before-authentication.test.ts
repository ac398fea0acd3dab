import { channelRequest, FakeAdapterContext } from '@trunkline/core/testing';
import { expect, it } from 'vitest';
import { HttpAdapter } from '../http-adapter.ts';

it.each(['/messages', '/typing', '/end', '/tokens'])(
  'of a request to %s without a right key no body is read',
  async (url) => {
    const adapter = new HttpAdapter({ apiKeys: ['a-key-of-the-tests'] });
    await adapter.start(new FakeAdapterContext({ channel: 'web' }));
    let read = 0;
    for (const authorization of [undefined, 'Bearer wrong', 'Basic eDp5']) {
      const headers = { 'content-type': 'application/json', ...(authorization === undefined ? {} : { authorization }) };
      const request = {
        ...channelRequest({ method: 'POST', url, headers }),
        body: async () => {
          read += 1;
          return new Uint8Array();
        },
      };
      expect((await adapter.handle(request)).status).toBe(401);
    }
    expect(read).toBe(0);
    await adapter.stop();
  },
);
