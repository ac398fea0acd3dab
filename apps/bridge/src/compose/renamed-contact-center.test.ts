import { type ContactCenter, conversationId, type Session } from '@trunkline/core';
import { describe, expect, it } from 'vitest';
import { renamedContactCenter } from './renamed-contact-center.ts';

const signal = new AbortController().signal;

function inner(): { readonly center: ContactCenter; readonly seen: string[] } {
  const seen: string[] = [];
  const see = <T>({ transport, id }: Session, outcome: T): T => {
    seen.push(`${transport} ${id}`);
    return outcome;
  };
  const center = {
    transport: 'guest-chat',
    limits: {},
    start: async () => void seen.push('start'),
    open: async () => ({
      outcome: 'opened',
      session: { transport: 'guest-chat', id: 's1', data: 1 },
      remoteId: 'r1',
    }),
    resume: async (session: Session) => see(session, { outcome: 'attached', activated: true }),
    send: async (session: Session) => see(session, { outcome: 'accepted', key: null }),
    typing: async (session: Session) => see(session, undefined),
    reportDelivery: async (session: Session) => see(session, undefined),
    catchUp: async (session: Session) => see(session, { outcome: 'rejected' }),
    end: async (session: Session) => see(session, { outcome: 'ended' }),
    release: (id: string) => void seen.push(`release ${id}`),
    stop: async () => void seen.push('stop'),
  };
  return { center: center as unknown as ContactCenter, seen };
}

describe('a contact centre under another name', () => {
  it('is itself under its own', () => {
    const { center } = inner();
    expect(renamedContactCenter(center, 'guest-chat')).toBe(center);
  });

  it('marks the sessions it opens with that name and knows them again', async () => {
    const { center, seen } = inner();
    const renamed = renamedContactCenter(center, 'guest-chat:x');
    await renamed.start({ receive: async () => undefined });
    const customer = { displayName: 'Ann' };
    const opened = await renamed.open(
      { conversationId: conversationId('k'), customer, routing: { queue: 'q' } },
      signal,
    );
    expect(opened).toEqual({
      outcome: 'opened',
      session: { transport: 'guest-chat:x', id: 's1', data: 1 },
      remoteId: 'r1',
    });
    const session: Session = { transport: 'guest-chat:x', id: 's1', data: 1 };
    await renamed.resume(session, signal);
    await renamed.send(session, { kind: 'standard', text: 'x' }, signal);
    await renamed.typing(session);
    await renamed.reportDelivery(session, 'm1', 'delivered');
    await renamed.catchUp(session, null, signal);
    await renamed.end(session, signal);
    renamed.release('s1');
    await renamed.stop();
    expect(seen).toEqual(['start', ...Array<string>(6).fill('guest-chat s1'), 'release s1', 'stop']);
  });
});
