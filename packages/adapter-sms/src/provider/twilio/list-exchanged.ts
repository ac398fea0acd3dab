import type { Twilio } from 'twilio';
import type { ExchangedSms, ReceivedSearch } from '../provider.ts';
import { smsStatus } from './webhook-parameters.ts';

const PAGE = 200;
/** Dates of messages have seconds only. */
const SECOND_MS = 1_000;

type Messages = Twilio['messages'];
type Page = Pick<Awaited<ReturnType<Messages['page']>>, 'instances' | 'nextPage'>;
type Listed = Page['instances'][number];

/** Read from the newest end until it is too old: what waits to be sent has no date of sending to ask by. */
export async function listExchanged(
  client: Twilio,
  { numbers, since }: ReceivedSearch,
): Promise<readonly ExchangedSms[]> {
  const searches = numbers === null ? [{}] : numbers.flatMap((number) => [{ from: number }, { to: number }]);
  const found = new Map<string, ExchangedSms>();
  for (const search of searches)
    for await (const one of newestFirst(client.messages, { ...search, pageSize: PAGE })) {
      if (timeOf(one) < since - SECOND_MS) break;
      const exchanged = exchangedOf(one);
      if (exchanged !== null && (numbers?.includes(exchanged.ours) ?? true)) found.set(one.sid, exchanged);
    }
  return [...found.values()].reverse().sort((one, other) => one.at - other.at);
}

async function* newestFirst(messages: Messages, search: object): AsyncIterable<Listed> {
  let page: Page | undefined = await messages.page(search);
  while (page !== undefined) {
    yield* page.instances;
    page = (await page.nextPage()) as Page | undefined;
  }
}

/** Null: Twilio has answered by itself, or nobody has been chosen to send it yet. */
function exchangedOf(one: Listed): ExchangedSms | null {
  const { sid, direction, from, to, body } = one;
  if ((direction !== 'inbound' && direction !== 'outbound-api') || !from || !to) return null;
  const isIn = direction === 'inbound';
  const at = timeOf(one);
  return {
    sid,
    direction: isIn ? 'in' : 'out',
    ours: isIn ? to : from,
    theirs: isIn ? from : to,
    text: body ?? '',
    state: smsStatus(sid, { status: one.status, code: null })?.state ?? null,
    at,
    changedAt: Math.max(at, millisOf(one.dateUpdated)),
  };
}

function timeOf({ dateCreated, dateSent }: Listed): number {
  return millisOf(dateCreated ?? dateSent);
}

function millisOf(date: Date | null | undefined): number {
  const time = date?.getTime() ?? Number.NaN;
  return Number.isNaN(time) ? 0 : time;
}
