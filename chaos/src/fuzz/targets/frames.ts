import { built } from '../built.ts';
import type { Draw } from '../draw.ts';
import { mutateJson, mutateText } from '../mutate.ts';
import { strangeJson } from '../strange-json.ts';
import { demand, type Target } from '../target.ts';

interface Frame {
  readonly type: string;
  readonly [key: string]: unknown;
}

interface Module {
  parseFrame(text: string, now: number): Frame | null;
}

const NOW = Date.UTC(2026, 0, 1);
const CHAT = 'v2.conversations.chats.0b1c2d3e-0000-4000-8000-000000000001';
const SAMPLES = [
  {
    topicName: `${CHAT}.messages`,
    version: '2',
    eventBody: {
      id: '6dd0ca3a-0000-4000-8000-000000000001',
      conversation: { id: '0b1c2d3e-0000-4000-8000-000000000001' },
      sender: { id: '1f6a6ad5-0000-4000-8000-000000000001' },
      body: 'How can I help you?',
      bodyType: 'standard',
      timestamp: '2026-01-01T10:00:00.000Z',
    },
    metadata: { CorrelationId: 'c0rr', type: 'message' },
  },
  {
    topicName: `${CHAT}.messages`,
    eventBody: { id: '7', conversation: { id: '0b' }, sender: { id: '1f' }, timestamp: '2026-01-01T10:00:00.000Z' },
    metadata: { type: 'typing-indicator' },
  },
  {
    topicName: `${CHAT}.members`,
    eventBody: {
      conversation: { id: '0b' },
      member: { id: '1f', state: 'CONNECTED' },
      timestamp: '2026-01-01T10:00:00Z',
    },
    metadata: { type: 'member-change' },
  },
  {
    topicName: `${CHAT}.mediarequests`,
    eventBody: { id: 'm', types: ['VIDEO'], state: 'PENDING' },
    metadata: { type: 'x' },
  },
  { topicName: 'channel.metadata', eventBody: { message: 'WebSocket Heartbeat' } },
];
/** By kind of frame: what must be text, and what must be there and no lone surrogate since it goes into paths. */
const IDS: Readonly<Record<string, readonly string[]>> = {
  message: ['id', 'senderId'],
  typing: ['senderId'],
  member: ['memberId'],
  media: [],
};

function make(draw: Draw): string {
  const frame = draw.percent(95) ? mutateJson(draw, draw.of(SAMPLES), () => strangeJson(draw)) : strangeJson(draw);
  const text = JSON.stringify(frame) ?? '';
  return draw.percent(25) ? mutateText(draw, text) : text;
}

export const frames: Target<string> = {
  name: 'guest-frames',
  weight: 150,
  async open() {
    const { parseFrame } = await built<Module>('packages/core/dist/guest-chat/stream/frame.js');
    return {
      make,
      judge(text) {
        const frame = parseFrame(text, NOW);
        if (frame === null) return 'refused';
        const ids = IDS[frame.type];
        demand(ids !== undefined, 'a frame of no known kind');
        for (const name of ids ?? []) {
          const id = frame[name];
          demand(typeof id === 'string' && id !== '' && !/\p{Surrogate}/u.test(id), `${name} is no id`);
        }
        if (frame.type !== 'typing') demand(Number.isFinite(frame['at']), 'a frame without a time');
        if (frame.type === 'message') demand(typeof frame['body'] === 'string', 'a message without text');
        return 'accepted';
      },
    };
  },
};
