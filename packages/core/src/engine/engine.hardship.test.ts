import { describe, expect, it } from 'vitest';
import type { ContactCenterSink } from '../contracts/contact-center.ts';
import { bendAdapter, bendContactCenter } from '../testing/bent-ports.ts';
import { chatOf, type EngineWorld, worldOn } from '../testing/engine-harness.ts';
import { settle } from '../testing/manual-clock.ts';
import { MemoryDisk } from '../testing/memory-store.ts';

const START_MS = Date.UTC(2026, 0, 1);

/** The first reading of a history hangs until it is answered, and is then refused for good. */
function historyThatExpires(w: EngineWorld): { answer(): void; reads(): number } {
  let reads = 0;
  let answer: () => void = () => {};
  bendContactCenter(w, (real) => ({
    catchUp: async (...args) => {
      reads += 1;
      if (reads > 1) return await real.catchUp(...args);
      await new Promise<void>((resolve) => {
        answer = resolve;
      });
      return {
        outcome: 'rejected',
        failure: { code: 'credentials.expired', scope: 'conversation', retryable: false, human: 'too long' },
      };
    },
  }));
  return { answer: () => answer(), reads: () => reads };
}

describe('the engine among ports that misbehave', () => {
  it('a belated answer to an earlier catch-up settles nothing', async () => {
    const w = worldOn(new MemoryDisk());
    let catchUps = 0;
    let sends = 0;
    let answerCatchUp: () => void = () => {};
    let answerSend: () => void = () => {};
    bendContactCenter(w, (real) => ({
      catchUp: async (...args) => {
        catchUps += 1;
        const page = await real.catchUp(...args);
        if (catchUps === 1)
          await new Promise<void>((resolve) => {
            answerCatchUp = resolve;
          });
        return page;
      },
      send: async (...args) => {
        sends += 1;
        if (sends !== 3) return await real.send(...args);
        await new Promise<void>((resolve) => {
          answerSend = resolve;
        });
        const failure = { code: 'fake.throttled', scope: 'message', retryable: true, human: 'too often' } as const;
        return { outcome: 'rejected', failure };
      },
    }));
    const { channel } = await w.startProcess();
    await channel.say('ann', 'one');
    await settle();
    const chat = chatOf(w, 'ann');
    w.contactCenter.drop(chat);
    await w.clock.advance(400);
    w.contactCenter.drop(chat);
    await w.clock.advance(400);
    expect(catchUps).toBe(2);
    await channel.say('ann', 'two');
    await settle();
    expect(w.contactCenter.heard).toEqual(['one', 'two']);
    await channel.say('ann', 'three');
    await settle();
    expect(sends).toBe(3);
    answerCatchUp();
    await settle();
    answerSend();
    await w.clock.advance(60_000);
    expect(w.contactCenter.heard).toEqual(['one', 'two', 'three']);
  });

  it('what lands while a gap is read is not claimed again by the next one', async () => {
    const w = worldOn(new MemoryDisk());
    let hold: 'send' | 'none' = 'none';
    let catchUps = 0;
    let answerCatchUp: () => void = () => {};
    let land: () => void = () => {};
    w.contactCenter.echoes = false;
    bendContactCenter(w, (real) => ({
      catchUp: async (...args) => {
        catchUps += 1;
        const page = await real.catchUp(...args);
        if (catchUps === 1)
          await new Promise<void>((resolve) => {
            answerCatchUp = resolve;
          });
        return page;
      },
      send: async (...args) => {
        if (hold === 'send')
          await new Promise<void>((resolve) => {
            land = resolve;
          });
        return await real.send(...args);
      },
    }));
    const { channel } = await w.startProcess();
    await channel.say('ann', 'one');
    await settle();
    hold = 'send';
    await channel.say('ann', 'two');
    await settle();
    hold = 'none';
    w.contactCenter.drop(chatOf(w, 'ann'));
    await w.clock.advance(400); // attached again; the history is read without `two`
    expect(catchUps).toBe(1);
    land(); // `two` lands and is accepted
    await settle();
    answerCatchUp();
    await settle();
    expect(w.contactCenter.heard).toEqual(['one', 'two']);
    w.contactCenter.fault = (op) => (op === 'send' ? 'unknownBefore' : 'none');
    await channel.say('ann', 'three');
    await settle();
    w.contactCenter.fault = () => 'none';
    await w.clock.advance(60_000);
    expect(w.contactCenter.heard).toEqual(['one', 'two', 'three']);
  });

  it('finds out that a receiver works again although the contact centre is away', async () => {
    const w = worldOn(new MemoryDisk());
    const { channel } = await w.startProcess();
    await channel.say('ann', 'hello');
    await settle();
    const chat = chatOf(w, 'ann');
    let down = true;
    w.medium.fault = () => (down ? 'down' : 'none');
    w.contactCenter.fault = (op) => (op === 'send' ? 'away' : 'none');
    w.contactCenter.say(chat, 'answer');
    await settle();
    await channel.say('ann', 'more');
    await w.clock.advance(5_000);
    down = false;
    await w.clock.advance(1_800_000);
    expect(w.medium.messages('ann')).toEqual(['answer']);
  });

  it('repeats an unknown delivery, flagged, where the adapter cannot tell', async () => {
    const w = worldOn(new MemoryDisk());
    let asked = 0;
    bendAdapter(w, () => ({
      findSent: async () => {
        asked += 1;
        return { found: 'cannotTell' };
      },
    }));
    const { channel } = await w.startProcess();
    await channel.say('ann', 'hello');
    await settle();
    let calls = 0;
    w.medium.fault = () => (calls++ === 0 ? 'unknownBefore' : 'none');
    w.contactCenter.say(chatOf(w, 'ann'), 'answer');
    await w.clock.advance(3_600_000);
    expect(w.medium.messages('ann')).toEqual(['answer']);
    expect(asked).toBeLessThan(200);
  });

  it('what is said after an attach that failed half-way is not held back to the end', async () => {
    const w = worldOn(new MemoryDisk());
    let resumes = 0;
    bendContactCenter(w, (real) => ({
      resume: async (session, signal) => {
        resumes += 1;
        const result = await real.resume(session, signal);
        if (resumes > 1) return result;
        // The stream opened and broke before it was used: the chat is active all the same.
        real.release(session.id);
        return {
          outcome: 'rejected',
          failure: { code: 'stream.closed', scope: 'route', retryable: true, human: 'gone' },
        };
      },
    }));
    const { channel } = await w.startProcess();
    await channel.say('ann', 'hello');
    await settle();
    w.contactCenter.say(chatOf(w, 'ann'), 'welcome');
    await w.clock.advance(60_000);
    w.contactCenter.say(chatOf(w, 'ann'), 'how can I help?');
    await w.clock.advance(600_000);
    expect(w.medium.messages('ann')).toEqual(['welcome', 'how can I help?']);
  });

  it('live words that waited for a merge are not lost when the history cannot be read any more', async () => {
    const w = worldOn(new MemoryDisk());
    const history = historyThatExpires(w);
    const { channel } = await w.startProcess();
    await channel.say('ann', 'hello');
    await settle();
    const chat = chatOf(w, 'ann');
    w.contactCenter.drop(chat);
    await w.clock.advance(400);
    expect(history.reads()).toBe(1);
    w.contactCenter.say(chat, 'last words');
    await settle();
    history.answer();
    await w.clock.advance(60_000);
    expect(w.medium.told('ann')).toEqual(['last words', '<ended>']);
  });

  it('what waited for a merge does not reach the next conversation', async () => {
    const disk = new MemoryDisk();
    const w = worldOn(disk);
    const history = historyThatExpires(w);
    const { channel } = await w.startProcess();
    await channel.say('ann', 'hello');
    await settle();
    const chat = chatOf(w, 'ann');
    w.contactCenter.drop(chat);
    await w.clock.advance(400);
    await channel.say('ann', 'more');
    w.contactCenter.end(chat); // `ended` is held
    await settle();
    history.answer();
    await w.clock.advance(600_000);
    expect(w.medium.told('ann')).toEqual(['<ended>']);
    expect(w.contactCenter.chats.length).toBe(2);
    const [first, transcript, last] = w.contactCenter.heard;
    expect([first, last]).toEqual(['hello', 'more']);
    expect(transcript).toMatch(/^The chat was interrupted.*\nann .*: hello$/);
  });

  it('an adapter that never finishes starting does not hold back the engine', async () => {
    const w = worldOn(new MemoryDisk());
    bendAdapter(w, () => ({ start: () => new Promise<void>(() => {}) }));
    let started = false;
    void w.startProcess().then(() => {
      started = true;
    });
    await w.clock.advance(600_000);
    expect(started).toBe(true);
  });

  it('an adapter whose typing throws does not cost the event its taker', async () => {
    const w = worldOn(new MemoryDisk());
    let sink: ContactCenterSink | null = null;
    bendContactCenter(w, (real) => ({
      start: async (given) => {
        sink = given;
        await real.start(given);
      },
    }));
    bendAdapter(w, () => ({ typing: (() => undefined) as never }));
    const { channel } = await w.startProcess();
    await channel.say('ann', 'one');
    await settle();
    await (sink as ContactCenterSink | null)?.receive(chatOf(w, 'ann').id, { type: 'typing', name: 'Ann' });
  });

  it('an adapter that gives no outcome counts as unknown', async () => {
    const w = worldOn(new MemoryDisk());
    let calls = 0;
    bendAdapter(w, () => ({
      deliver: (async () => {
        calls += 1;
      }) as never,
    }));
    const { channel } = await w.startProcess();
    await channel.say('ann', 'one');
    await settle();
    w.contactCenter.say(chatOf(w, 'ann'), 'answer');
    await w.clock.advance(600_000);
    expect(calls).toBeLessThan(20);
    expect(w.problems.map((problem) => (problem as { event: string }).event)).not.toContain('customer.step-failed');
  });
});

describe('a chat that says it is active before it is', () => {
  it('is tried for as long as activation may take, and not given up', async () => {
    const w = worldOn(new MemoryDisk());
    const { channel } = await w.startProcess();
    let sends = 0;
    w.contactCenter.fault = (operation) => {
      if (operation !== 'send') return 'none';
      sends += 1;
      return w.clock.now() < START_MS + 20_000 ? 'notActive' : 'none';
    };
    await channel.say('ann', 'hello');
    await w.clock.advance(30_000);
    expect(sends).toBeGreaterThan(5);
    expect(w.contactCenter.heard).toEqual(['hello']);
    expect(w.contactCenter.chats).toHaveLength(1);
  });
});

describe('what a channel declares', () => {
  it('decides whether a status is told in words or as itself', async () => {
    for (const [presence, text] of [
      ['text', 'Ada has joined.'],
      ['structured', null],
    ] as const) {
      const disk = new MemoryDisk();
      const w = worldOn(disk);
      bendAdapter(w, () => ({ capabilities: { presence, waiting: true } }));
      const { channel } = await w.startProcess();
      await channel.say('ann', 'hello');
      await settle();
      w.contactCenter.join(chatOf(w, 'ann'), 'Ada');
      await settle();
      const statuses = [...disk.deliveries.values()].filter(({ body }) => body.kind === 'status');
      const waiting = text === null ? null : 'You are being connected with an agent.';
      expect(statuses.map(({ body }) => body)).toMatchObject([
        { status: 'waiting', text: waiting },
        { status: 'joined', agentName: 'Ada', text },
      ]);
    }
  });

  it('decides how often it is told that an agent types', async () => {
    const w = worldOn(new MemoryDisk());
    let shown = 0;
    bendAdapter(w, () => ({
      capabilities: { presence: 'text', typing: { resendMs: 3_000 } },
      typing: async () => {
        shown += 1;
      },
    }));
    const { channel } = await w.startProcess();
    await channel.say('ann', 'hello');
    await settle();
    for (let second = 0; second < 7; second += 1) {
      w.contactCenter.type(chatOf(w, 'ann'), 'Ada');
      await w.clock.advance(1_000);
    }
    expect(shown).toBe(3);
  });
});
