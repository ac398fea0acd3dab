import { isInternalHost } from '@trunkline/core';
import type { Ends } from '../address.ts';
import { countryOf } from '../numbers/phone-number.ts';

export interface OutgoingText {
  readonly text: string;
  readonly mediaUrls: readonly string[];
}

const MOST_FILES = 10;
const LINK = /https?:\/\/[^\s<>"]+/giu;
/** What phones show of an MMS. */
const FILE = /\.(jpe?g|png|gif|webp|mp4|3gpp?|mov|mp3|m4a|amr|ogg|wav|vcf)$/i;

/**
 * Takes links to pictures, sounds and films out of a text, where carriers take files: among numbers of the US and Canada,
 * and within Australia. A link that only our own network could follow stays text.
 */
export function withoutMediaLinks(said: string, ends: Ends): OutgoingText {
  if (!takesFiles(ends)) return { text: said, mediaUrls: [] };
  const mediaUrls: string[] = [];
  const text = said.replaceAll(LINK, (found) => {
    const link = found.replace(/[.,;:!?)\]]+$/, '');
    if (!isFile(link) || mediaUrls.length >= MOST_FILES) return found;
    mediaUrls.push(link);
    return found.slice(link.length);
  });
  return mediaUrls.length === 0 ? { text: said, mediaUrls } : { text: tidied(text), mediaUrls };
}

function takesFiles({ ours, theirs }: Ends): boolean {
  const from = countryOf(ours);
  const to = countryOf(theirs);
  const northAmerica = ['US', 'CA'];
  if (from !== null && to !== null && northAmerica.includes(from)) return northAmerica.includes(to);
  return from === 'AU' && to === 'AU';
}

function isFile(link: string): boolean {
  if (!URL.canParse(link)) return false;
  const { pathname, hostname, username, password } = new URL(link);
  return FILE.test(pathname) && !isInternalHost(hostname) && username === '' && password === '';
}

/** What is left where links were. */
function tidied(text: string): string {
  return text
    .replaceAll(/[ \t]{2,}/g, ' ')
    .replaceAll(/[ \t]+\n/g, '\n')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim();
}
