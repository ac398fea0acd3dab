/**
 * What to do before a customer's silence ends a session with an agent in it. `warn`: the customer is told in time;
 * `keepAlive`: typing is sent, which may or may not count as a sign of life; `letEnd`: nothing, and the end is not told
 * either, since for this channel a conversation has no visible end. Whichever it is, the next message opens a session
 * that begins with what was said last.
 */
export type OnSilence = 'warn' | 'keepAlive' | 'letEnd';
