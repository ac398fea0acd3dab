/** A page of a list: the API's own names for where it is and where others are. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly index: number;
  readonly size: number;
  readonly start: number;
  readonly next: URLSearchParams | undefined;
  readonly previous: URLSearchParams | undefined;
  readonly first: URLSearchParams;
}

const standardSize = 50;
const largest = 1_000;

/**
 * One page of a list. A page goes on after the item that its token names, so that what is new at the top of the list
 * shifts nothing; without a token it is counted from the top.
 */
export function pageOf<T extends { readonly sid: string }>(all: readonly T[], query: URLSearchParams): Page<T> {
  const size = Math.min(largest, Math.max(1, wholeNumber(query.get('PageSize'), standardSize)));
  const index = wholeNumber(query.get('Page'), 0);
  const token = query.get('PageToken') ?? '';
  const after = all.findIndex(({ sid }) => `PA${sid}` === token);
  const start = after === -1 ? index * size : after + 1;
  const items = all.slice(start, start + size);
  const last = items.at(-1);
  const at = (page: number, pageToken?: string) => {
    const wanted = new URLSearchParams(query);
    wanted.set('PageSize', String(size));
    wanted.set('Page', String(page));
    wanted.delete('PageToken');
    if (pageToken !== undefined) wanted.set('PageToken', pageToken);
    return wanted;
  };
  const before = all[start - size - 1];
  return {
    items,
    index,
    size,
    start: index * size,
    first: at(0),
    next: start + size < all.length && last !== undefined ? at(index + 1, `PA${last.sid}`) : undefined,
    previous: index > 0 ? at(index - 1, before && `PA${before.sid}`) : undefined,
  };
}

/** As API 2010-04-01 shows a page; `key` names its items. */
export function page2010(
  page: Page<{ readonly sid: string }>,
  path: string,
  list: { key: string; items: object[] },
): object {
  const link = (query: URLSearchParams | undefined) => (query === undefined ? null : `${path}?${query}`);
  return {
    first_page_uri: link(page.first),
    end: page.start + Math.max(0, page.items.length - 1),
    previous_page_uri: link(page.previous),
    [list.key]: list.items,
    uri: link(page.first),
    page_size: page.size,
    start: page.start,
    next_page_uri: link(page.next),
    page: page.index,
  };
}

/** As newer APIs show it: whole addresses, in `meta`. */
export function pageV1(
  page: Page<{ readonly sid: string }>,
  url: string,
  list: { key: string; items: object[] },
): object {
  const link = (query: URLSearchParams | undefined) => (query === undefined ? null : `${url}?${query}`);
  return {
    meta: {
      page: page.index,
      page_size: page.size,
      first_page_url: link(page.first),
      previous_page_url: link(page.previous),
      url: link(page.first),
      next_page_url: link(page.next),
      key: list.key,
    },
    [list.key]: list.items,
  };
}

function wholeNumber(text: string | null, standard: number): number {
  return text !== null && /^\d+$/.test(text) ? Number(text) : standard;
}
