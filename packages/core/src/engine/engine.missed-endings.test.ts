import { expect, it } from 'vitest';
import type { MissedEnding } from '../contracts/abilities.ts';
import type { InboundMessage } from '../contracts/channel-adapter.ts';
import { address } from '../domain/ids.ts';
import { bendAdapter } from '../testing/bent-ports.ts';
import { worldOn } from '../testing/engine-harness.ts';
import { settle } from '../testing/manual-clock.ts';
import { MemoryDisk } from '../testing/memory-store.ts';

const ann = address('ann');

it('ends a chat that the customer wanted to end while nobody listened, in its place and once', async () => {
  const w = worldOn(new MemoryDisk());
  const ending = { id: 'm2', notice: 'The customer has opted out.', lastWords: 'STOP', reason: 'opted out' };
  const found: (InboundMessage | MissedEnding)[] = [
    { address: ann, id: 'm1', text: 'hello' },
    { address: ann, ending },
  ];
  bendAdapter(w, () => ({
    findReceived: async function* () {
      yield* found;
    },
  }));
  const first = await w.startProcess();
  await settle();
  w.kill(first);
  await w.clock.advance(60_000);
  const second = await w.startProcess();
  await w.clock.advance(60_000);
  expect(w.contactCenter.heard).toEqual(['hello', 'The customer has opted out.', 'STOP']);
  await second.channel.context().receive({ address: ann, id: 'm3', text: 'one more thing' });
  // The list is looked at again meanwhile, and holds the same.
  await w.clock.advance(12 * 60_000);
  expect(w.contactCenter.heard.at(-1)).toContain('one more thing');
  expect(await second.channel.context().conversation(ann)).not.toBeNull();
});
