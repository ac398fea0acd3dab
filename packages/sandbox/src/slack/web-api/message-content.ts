import { newId } from '../id.ts';
import type { SlackCloud } from '../slack-cloud.ts';
import { SlackError } from '../slack-error.ts';
import type { Block, MessageMetadata } from '../workspace/message.ts';
import type { Args } from './args.ts';

const longestText = 40_000;
const longestMarkdown = 12_000;
const mostBlocks = 50;
const longestSection = 3_000;
/** Seen with markdown blocks (bolt-js issue 2509). */
const longestBlocks = 13_200;

/** What a message says. */
export interface Content {
  readonly text: string;
  readonly blocks?: readonly Block[];
  readonly attachments?: readonly object[];
}

/** Reads and checks it. Throws what Slack says of a message that it does not take. */
export function contentOf(cloud: SlackCloud, args: Args): Content {
  const blocks = blocksOf(args);
  const attachments = args.json('attachments', 'invalid_attachments');
  const markdown = args.text('markdown_text');
  const text = args.text('text') ?? markdown ?? '';
  if (markdown !== undefined) {
    if (args.has('text') || blocks !== undefined) throw new SlackError('markdown_text_conflict');
    if (markdown.length > longestMarkdown) throw new SlackError('msg_too_long');
  }
  if (text === '' && blocks === undefined && attachments === undefined) throw new SlackError('no_text');
  if (text.length > longestText && cloud.knobs.overlongText === 'reject') throw new SlackError('msg_too_long');
  return {
    text: text.slice(0, longestText),
    ...(blocks && { blocks }),
    ...(Array.isArray(attachments) && { attachments }),
  };
}

/** Blocks without an id get one; undefined when there are none. */
export function blocksOf(args: Args): readonly Block[] | undefined {
  const blocks = args.json('blocks', 'invalid_blocks_format');
  if (blocks === undefined) return undefined;
  if (!Array.isArray(blocks)) throw new SlackError('invalid_blocks_format');
  if (blocks.length > mostBlocks || !blocks.every(isGoodBlock)) throw new SlackError('invalid_blocks');
  if (JSON.stringify(blocks).length > longestBlocks * 4 || textLength(blocks) > longestBlocks) {
    throw new SlackError('msg_blocks_too_long');
  }
  return blocks.length === 0 ? undefined : blocks.map((block) => ({ block_id: `${newId('').slice(0, 5)}`, ...block }));
}

/** Undefined when none is given. */
export function metadataOf(args: Args): MessageMetadata | undefined {
  const metadata = args.json('metadata', 'invalid_metadata_format');
  if (metadata === undefined) return undefined;
  if (!isMetadata(metadata)) throw new SlackError('invalid_metadata_format');
  if (JSON.stringify(metadata).length > 8_000) throw new SlackError('metadata_too_large');
  return metadata;
}

function isMetadata(value: unknown): value is MessageMetadata {
  if (typeof value !== 'object' || value === null) return false;
  const { event_type: type, event_payload: payload } = value as Record<string, unknown>;
  if (typeof type !== 'string' || !/^\w+$/.test(type)) return false;
  return typeof payload === 'object' && payload !== null && !Array.isArray(payload);
}

function isGoodBlock(block: unknown): block is Block {
  if (typeof block !== 'object' || block === null) return false;
  const { type, text } = block as Record<string, unknown>;
  if (typeof type !== 'string') return false;
  return type !== 'section' || textLength(text ?? []) <= longestSection;
}

/** Of everything named `text` inside. */
function textLength(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  return Object.entries(value).reduce((sum, [name, inner]) => {
    return sum + (name === 'text' && typeof inner === 'string' ? inner.length : textLength(inner));
  }, 0);
}
