import { setTimeout as sleep } from 'node:timers/promises';
import { Pool } from 'undici';
import { WebSocket } from 'ws';
import { readEcho, textOf } from './message-text.ts';
import type { Talkers } from './open-loop.ts';

const PATH = '/api/v2/webchat/guest/conversations';
const LOOK_EVERY_MS = 20;

interface Guest {
  readonly socket: WebSocket;
  readonly path: string;
  readonly jwt: string;
  said: number;
}

interface Created {
  readonly id: string;
  readonly jwt: string;
  readonly eventStreamUri: string;
  readonly member: { readonly id: string };
}

/** Customers without anybody between them and the contact centre: what a round trip takes at least. */
export async function openDirectGuests(url: string, count: number): Promise<Talkers & { close(): Promise<void> }> {
  const pool = new Pool(url, { connections: count });
  const waiting = new Map<number, () => void>();

  async function call<Answer>(path: string, jwt: string | null, body: object): Promise<Answer> {
    const headers = { 'content-type': 'application/json', ...(jwt === null ? {} : { authorization: `Bearer ${jwt}` }) };
    const answer = await pool.request({ path, method: 'POST', headers, body: JSON.stringify(body) });
    return (await answer.body.json()) as Answer;
  }

  function hear(text: string): void {
    const { eventBody } = JSON.parse(text) as { readonly eventBody: { readonly body?: string } };
    const echo = readEcho(eventBody.body ?? '');
    if (echo === null) return;
    waiting.get(echo.customer)?.();
    waiting.delete(echo.customer);
  }

  async function open(): Promise<Guest> {
    const { id, jwt, eventStreamUri, member } = await call<Created>(PATH, null, {
      organizationId: 'bench',
      deploymentId: 'bench',
      routingTarget: { targetType: 'QUEUE', targetAddress: 'Support' },
      memberInfo: { displayName: 'Guest' },
    });
    const socket = new WebSocket(eventStreamUri, { perMessageDeflate: false });
    await new Promise<void>((resolve, reject) => {
      socket.once('error', reject);
      socket.on('message', (data) => {
        hear(data.toString());
        resolve();
      });
    });
    return { socket, path: `${PATH}/${id}/members/${member.id}/messages`, jwt, said: 0 };
  }

  const guests = await Promise.all(Array.from({ length: count }, open));
  return {
    async roundTrip(customer) {
      const guest = guests[customer];
      if (guest === undefined) throw new RangeError(`there is no customer ${customer}`);
      const echoed = new Promise<void>((resolve) => waiting.set(customer, resolve));
      const body = { body: textOf(customer, guest.said++), bodyType: 'standard' };
      await Promise.all([echoed, call(guest.path, guest.jwt, body)]);
    },
    async settled(timeoutMs) {
      for (const end = performance.now() + timeoutMs; waiting.size > 0 && performance.now() < end; )
        await sleep(LOOK_EVERY_MS);
    },
    async close() {
      for (const { socket } of guests) socket.terminate();
      await pool.destroy();
    },
  };
}
