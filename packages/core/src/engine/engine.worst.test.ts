import { describe, expect, it } from 'vitest';
import { chatOf, EngineWorld, worldOn } from '../testing/engine-harness.ts';
import { begin, heardIn, operator, restartAfter } from '../testing/lost-chat-scene.ts';
import { settle } from '../testing/manual-clock.ts';
import { createMemoryStore, MemoryDisk } from '../testing/memory-store.ts';

const MINUTE = 60_000;

/** Changes one call of the contact centre for the processes that start from now on; returns the way back. */
function bend(
  w: EngineWorld,
  calls: (inner: ReturnType<EngineWorld['contactCenter']['connect']>) => object,
): () => void {
  const { contactCenter } = w;
  const connect = contactCenter.connect.bind(contactCenter);
  contactCenter.connect = () => {
    const inner = connect();
    return { ...inner, ...calls(inner) };
  };
  return () => {
    contactCenter.connect = connect;
  };
}
const REFUSED = {
  outcome: 'rejected',
  failure: { code: 'http.400', scope: 'message', retryable: false, human: 'no' },
} as const;

describe('what is unanswered, on a very bad day', () => {
  it('a continuation whose opening is refused for good is not opened again and again', async () => {
    const w = worldOn(new MemoryDisk());
    const process = await begin(w);
    let opened = 0;
    bend(w, () => ({
      open: async () => {
        opened += 1;
        return opened < 50 ? REFUSED : await new Promise<never>(() => {});
      },
    }));
    await restartAfter(w, process, 5 * MINUTE);
    await w.clock.advance(1_000);
    expect(opened).toBeLessThan(3);
  });
  it('counts for who was not attached yet when the next process died as well', async () => {
    const w = worldOn(new MemoryDisk());
    const process = await begin(w);
    w.contactCenter.join(chatOf(w, 'ann'), 'Ann');
    await w.clock.advance(1_000);
    const back = bend(w, () => ({ resume: () => new Promise<never>(() => {}) }));
    const second = await restartAfter(w, process, 5 * MINUTE);
    await w.clock.advance(15_000);
    back();
    await restartAfter(w, second, 1_000);
    await w.clock.advance(MINUTE);
    expect(heardIn(w, 1).join()).toContain('my order is late');
  });
  it('counts for who was not attached yet when another customer was', async () => {
    const w = worldOn(new MemoryDisk());
    const process = await begin(w);
    w.contactCenter.join(chatOf(w, 'ann'), 'Ann');
    await w.clock.advance(1_000);
    const back = bend(w, (inner) => ({
      resume: (session: never, signal: never) =>
        (session as { id: string }).id === 'chat-1' ? new Promise<never>(() => {}) : inner.resume(session, signal),
    }));
    const second = await restartAfter(w, process, 5 * MINUTE);
    await second.channel.say('bob', 'hi');
    await w.clock.advance(100);
    back();
    await restartAfter(w, second, 1_000);
    await w.clock.advance(MINUTE);
    expect(w.contactCenter.heard.filter((t) => t.includes('my order is late'))).toHaveLength(2);
  });
  it('counts anew if it is lost again before the history could be read', async () => {
    const w = worldOn(new MemoryDisk());
    await begin(w);
    w.contactCenter.join(chatOf(w, 'ann'), 'Ann');
    await settle();
    w.contactCenter.fault = (operation) => (operation === 'catchUp' ? 'away' : 'none');
    w.contactCenter.drop(chatOf(w, 'ann'));
    await w.clock.advance(5_000);
    w.contactCenter.fault = (operation) => (operation === 'resume' ? 'away' : 'none');
    w.contactCenter.drop(chatOf(w, 'ann'));
    await w.clock.advance(5 * MINUTE);
    w.contactCenter.fault = () => 'none';
    await w.clock.advance(5 * MINUTE);
    expect(heardIn(w, 1).join()).toContain('my order is late');
  });
  it('is not answered by an older word that a superseded reading brings', async () => {
    const w = worldOn(new MemoryDisk());
    const process = await begin(w, 'one');
    const chat = chatOf(w, 'ann');
    w.contactCenter.join(chat, 'Ann');
    await settle();
    const listeners = [...chat.listeners];
    chat.listeners.clear();
    w.contactCenter.say(chat, 'hello');
    for (const listener of listeners) chat.listeners.add(listener);
    await process.channel.say('ann', 'two');
    await w.clock.advance(1_000);
    w.contactCenter.slowness = () => 3_000;
    w.contactCenter.drop(chat);
    await w.clock.advance(1_000);
    w.contactCenter.drop(chat);
    await w.clock.advance(20_000);
    w.contactCenter.slowness = () => 0;
    await restartAfter(w, process, 5 * MINUTE);
    await w.clock.advance(MINUTE);
    expect(heardIn(w, 1).join()).toContain('two');
  });
  it('is not answered by a greeting that comes before the transcript', async () => {
    const w = worldOn(new MemoryDisk());
    const process = await begin(w);
    w.contactCenter.fault = (operation) => (operation === 'send' ? 'throttled' : 'none');
    const second = await restartAfter(w, process, 5 * MINUTE);
    await w.clock.advance(1_000);
    w.contactCenter.say(chatOf(w, 'ann'), 'Hello, I am Ann. How can I help?');
    await settle();
    w.contactCenter.fault = () => 'none';
    await w.clock.advance(30_000);
    await restartAfter(w, second, 5 * MINUTE);
    await w.clock.advance(MINUTE);
    expect(heardIn(w, 2).join()).toContain('my order is late');
  });
  it('is still told when the chat that began with it is lost too', async () => {
    const w = worldOn(new MemoryDisk());
    const process = await begin(w);
    w.contactCenter.join(chatOf(w, 'ann'), 'Ann');
    await w.clock.advance(15 * MINUTE);
    w.contactCenter.end(chatOf(w, 'ann'));
    await w.clock.advance(MINUTE);
    await process.channel.say('ann', 'hello?');
    await w.clock.advance(MINUTE);
    await restartAfter(w, process, 5 * MINUTE);
    await w.clock.advance(MINUTE);
    expect(heardIn(w, 1).join()).toContain('my order is late');
    expect(heardIn(w, 2).join()).toContain('my order is late');
  });
  it('is told with the next message also after five losses and an end', async () => {
    const w = worldOn(new MemoryDisk());
    let process = await begin(w);
    for (let loss = 0; loss < 5; loss += 1) {
      process = await restartAfter(w, process, 5 * MINUTE);
      await w.clock.advance(6 * MINUTE);
    }
    w.contactCenter.end(chatOf(w, 'ann'));
    await w.clock.advance(10 * MINUTE);
    await process.channel.say('ann', 'hello?');
    await w.clock.advance(MINUTE);
    expect(heardIn(w, 6).join()).toContain('my order is late');
  });
  it('is told with the next message after a continuation that was refused', async () => {
    const w = worldOn(new MemoryDisk());
    const process = await begin(w);
    let opened = 0;
    const back = bend(w, () => ({
      open: async () => {
        opened += 1;
        return opened < 50 ? REFUSED : await new Promise<never>(() => {});
      },
    }));
    const second = await restartAfter(w, process, 5 * MINUTE);
    await w.clock.advance(MINUTE);
    back();
    const third = await restartAfter(w, second, 1_000);
    await third.channel.say('ann', 'hello?');
    await w.clock.advance(MINUTE);
    expect(w.contactCenter.heard.filter((t) => t.includes('my order is late'))).toHaveLength(2);
  });
  it('an answer that was sent again is told once', async () => {
    const disk = new MemoryDisk();
    const w = worldOn(disk);
    const process = await begin(w);
    w.medium.fault = () => 'refused';
    w.contactCenter.say(chatOf(w, 'ann'), 'it is on its way');
    await settle();
    w.medium.fault = () => 'none';
    await operator(process, disk, { type: 'retry', text: 'it is on its way' });
    await w.clock.advance(1_000);
    const next = await restartAfter(w, process, 5 * MINUTE);
    await w.clock.advance(MINUTE);
    await next.channel.say('ann', 'thanks');
    await w.clock.advance(MINUTE);
    expect(heardIn(w, 1)[0]).toMatch(/: it is on its way$/);
  });
  it('nobody is told of an outage while the chats are merely being taken up', async () => {
    const w = worldOn(new MemoryDisk());
    const process = await w.startProcess();
    const names = Array.from({ length: 1_000 }, (_, n) => `c${n}`);
    for (const name of names) await process.channel.say(name, 'hi');
    await w.clock.advance(5_000);
    bend(w, (inner) => ({
      resume: async (session: never, signal: never) => {
        await new Promise<void>((resolve) => w.clock.setTimeout(resolve, 400));
        return await inner.resume(session, signal);
      },
    }));
    const next = await restartAfter(w, process, 3_000);
    for (const name of names) await next.channel.say(name, 'again');
    await w.clock.advance(MINUTE);
    expect(names.filter((name) => w.medium.told(name).join().includes('cannot reach'))).toHaveLength(0);
  });
  it('waits without a commit every minute', async () => {
    let commits = 0;
    const disk = new MemoryDisk();
    const w = new EngineWorld({
      openStore: async () => {
        const store = createMemoryStore(disk);
        const commit: typeof store.commit = async (one) => {
          commits += 1;
          return await store.commit(one);
        };
        return { ...store, commit };
      },
    });
    const process = await begin(w);
    w.contactCenter.fault = (operation) => (operation === 'open' ? 'away' : 'none');
    await restartAfter(w, process, 5 * MINUTE);
    await w.clock.advance(25 * 60 * MINUTE);
    const before = commits;
    await w.clock.advance(60 * MINUTE);
    expect(commits - before).toBeLessThan(5);
  });
  it('an unused chat does not make the next message wait', async () => {
    const disk = new MemoryDisk();
    const w = worldOn(disk);
    w.contactCenter.slowness = () => 2_000;
    const process = await begin(w);
    await operator(process, disk, { type: 'drop', text: 'my order is late' });
    await w.clock.advance(MINUTE);
    w.contactCenter.slowness = () => 0;
    await process.channel.say('ann', 'second');
    await w.clock.advance(1_000);
    expect(w.contactCenter.heard).toEqual(['second']);
  });
  it('an unused chat without a session does not make it wait either', async () => {
    const disk = new MemoryDisk();
    const w = worldOn(disk);
    w.contactCenter.fault = (op) => (op === 'open' ? 'away' : 'none');
    const process = await begin(w);
    await operator(process, disk, { type: 'drop', text: 'my order is late' });
    await w.clock.advance(MINUTE);
    w.contactCenter.fault = () => 'none';
    await process.channel.say('bob', 'x');
    await w.clock.advance(MINUTE);
    await process.channel.say('ann', 'second');
    await w.clock.advance(1_000);
    expect(w.contactCenter.heard).toEqual(['x', 'second']);
  });
});
