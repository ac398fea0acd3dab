import type { Author } from '@trunkline/core';
import { plainName } from '../format/plain-name.ts';
import { CUSTOMIZE_SCOPE } from './customizing.ts';
import { lacksScope } from './failures.ts';
import { markOf } from './metadata.ts';
import { untilAborted } from './until-aborted.ts';
import { type ThreadWrite, targetOf } from './write.ts';

/** Slack shows 80 characters of a name. */
const LONGEST_NAME = 80;

export interface Post {
  /** Safe mrkdwn. */
  readonly text: string;
  /** Null: the app speaks for itself. */
  readonly author: Author | null;
}

/** Posts a text and resolves to its `ts`: under the agent's name and picture where the app may, else with the name before it. */
export async function postText(write: ThreadWrite, { text, author }: Post): Promise<string> {
  const { customizing, place } = write;
  const name = author === null ? '' : nameOf(author);
  if (author === null || name === '') return (await post(write, { text })).ts;
  if (customizing.isAllowed(place.team)) {
    try {
      const { ts, scopes } = await post(write, { text, username: name, ...pictureOf(author) });
      // Where the name is passed over without a word, this one has gone out without it.
      if (scopes !== undefined && !scopes.includes(CUSTOMIZE_SCOPE)) refused(write);
      return ts;
    } catch (error) {
      if (!lacksScope(error, CUSTOMIZE_SCOPE)) throw error;
      refused(write);
    }
  }
  const { ts } = await post(write, { text: `*${plainName(name)}:*${/^(```|&gt;)/.test(text) ? '\n' : ' '}${text}` });
  return ts;
}

function refused({ customizing, parts, place }: ThreadWrite): void {
  customizing.refused(place.team);
  parts.logger.warn(
    { event: 'slack.not-customized', team: place.team, scope: CUSTOMIZE_SCOPE },
    'agents appear under the name of the Slack app',
  );
}

interface PostArguments {
  readonly text: string;
  readonly username?: string;
  readonly icon_url?: string;
}

interface Posted {
  readonly ts: string;
  /** What the app may do, as Slack says with every answer. */
  readonly scopes: readonly string[] | undefined;
}

async function post({ client, outbound, parts, place, signal }: ThreadWrite, args: PostArguments): Promise<Posted> {
  const metadata = markOf(outbound.delivery, { bridge: parts.bridgeId, kind: 'post' });
  const call = () => client.chat.postMessage({ ...targetOf(place), ...args, link_names: false, metadata });
  const { ts = '', response_metadata: more } = await untilAborted(call, signal);
  return { ts, scopes: more?.scopes };
}

function nameOf({ kind, name }: Author): string {
  if (kind === 'system' || name === null) return '';
  const [...characters] = name.replace(/\s+/g, ' ').trim();
  return characters.slice(0, LONGEST_NAME).join('');
}

/** Slack fetches it by itself; what is no web address is not passed on. */
function pictureOf({ imageUrl }: Author): { icon_url?: string } {
  return imageUrl !== undefined && /^https?:\/\//i.test(imageUrl) && URL.canParse(imageUrl)
    ? { icon_url: imageUrl }
    : {};
}
