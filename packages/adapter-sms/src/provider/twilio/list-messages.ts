import type { Twilio } from 'twilio';
import type { InboundSms, ListedSms, ReceivedSearch, SentSearch } from '../provider.ts';

const PAGE = 200;
/** Dates of messages have seconds only. */
const SECOND_MS = 1_000;

type Listed = Awaited<ReturnType<Twilio['messages']['list']>>[number];

/**
 * Sent by the API, so neither what came in nor what Twilio answered by itself. A message that waits has no date of
 * sending yet and would not be found by one: the list is read from its newest end until it is too old.
 */
export async function listSent(client: Twilio, { to, since }: SentSearch): Promise<readonly ListedSms[]> {
  const found: ListedSms[] = [];
  let next: Pick<Awaited<ReturnType<Twilio['messages']['page']>>, 'instances' | 'nextPage'> | undefined =
    await client.messages.page({ to, pageSize: PAGE });
  while (next !== undefined) {
    const page: typeof next = next;
    const fresh = page.instances.filter((one) => timeOf(one) >= since - SECOND_MS);
    for (const one of fresh)
      if (one.direction === 'outbound-api')
        found.push({
          sid: one.sid,
          from: one.from || null,
          service: one.messagingServiceSid || null,
          text: one.body ?? '',
          at: timeOf(one),
        });
    if (fresh.length < page.instances.length) break;
    next = await page.nextPage();
  }
  return found.reverse();
}

/** What came in has its date of sending at once. */
export async function listReceived(client: Twilio, search: ReceivedSearch): Promise<readonly InboundSms[]> {
  const { numbers, since } = search;
  const found: InboundSms[] = [];
  for (const to of numbers ?? [undefined]) {
    const dateSentAfter = new Date(since - SECOND_MS);
    const newestFirst = await client.messages.list({
      dateSentAfter,
      pageSize: PAGE,
      ...(to === undefined ? {} : { to }),
    });
    for (const one of newestFirst.reverse())
      if (one.direction === 'inbound' && timeOf(one) >= since - SECOND_MS) found.push(await inboundOf(client, one));
  }
  return found.sort((one, other) => (one.at ?? 0) - (other.at ?? 0));
}

async function inboundOf(client: Twilio, one: Listed): Promise<InboundSms> {
  return {
    sid: one.sid,
    from: one.from,
    to: one.to,
    text: one.body ?? '',
    service: one.messagingServiceSid || null,
    segments: Number(one.numSegments) || 1,
    media: await mediaOf(client, one),
    keyword: null,
    place: {},
    at: timeOf(one),
  };
}

/** What kind each file is of; a message is worth more than that. */
async function mediaOf(client: Twilio, { sid, numMedia }: Listed): Promise<InboundSms['media']> {
  const length = Number(numMedia) || 0;
  if (length === 0) return [];
  const files = await client
    .messages(sid)
    .media.list({ limit: length })
    .catch(() => []);
  return Array.from({ length }, (_, index) => ({ contentType: files[index]?.contentType ?? null }));
}

function timeOf({ dateCreated, dateSent }: Listed): number {
  const time = (dateCreated ?? dateSent)?.getTime() ?? Number.NaN;
  return Number.isNaN(time) ? 0 : time;
}
