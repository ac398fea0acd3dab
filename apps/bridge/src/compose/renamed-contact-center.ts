import type { ContactCenter, Session } from '@trunkline/core';

/** The same contact centre under another transport name, so that two of one kind can stand side by side. */
export function renamedContactCenter(inner: ContactCenter, name: string): ContactCenter {
  if (inner.transport === name) return inner;
  const inside = (session: Session): Session => ({ ...session, transport: inner.transport });
  return {
    transport: name,
    limits: inner.limits,
    start: (sink) => inner.start(sink),
    async open(request, signal) {
      const opened = await inner.open(request, signal);
      return opened.outcome === 'opened' ? { ...opened, session: { ...opened.session, transport: name } } : opened;
    },
    resume: (session, signal) => inner.resume(inside(session), signal),
    send: (session, text, signal) => inner.send(inside(session), text, signal),
    typing: (session) => inner.typing(inside(session)),
    reportDelivery: (session, key, report) => inner.reportDelivery(inside(session), key, report),
    catchUp: (session, cursor, signal) => inner.catchUp(inside(session), cursor, signal),
    end: (session, signal) => inner.end(inside(session), signal),
    release: (sessionId) => inner.release(sessionId),
    stop: () => inner.stop(),
    ...(inner.preview === undefined ? {} : { preview: (request) => inner.preview?.(request) ?? null }),
  };
}
