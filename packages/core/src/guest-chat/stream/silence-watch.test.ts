import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../testing/manual-clock.ts';
import { SilenceWatch, type Watched } from './silence-watch.ts';

class Stream implements Watched {
  heardAt = 0;
  silences = 0;

  silent(): void {
    this.silences += 1;
  }
}

function watchFor(clock: ManualClock): SilenceWatch {
  return new SilenceWatch(clock, 75_000);
}

describe('the silence watch', () => {
  it('tells a stream once that it was silent for longer than allowed, and soon after', async () => {
    const clock = new ManualClock(0);
    const stream = new Stream();
    watchFor(clock).add(stream);
    await clock.advance(75_000);
    expect(stream.silences).toBe(0);
    await clock.advance(5_001);
    expect(stream.silences).toBe(1);
    await clock.advance(300_000);
    expect(stream.silences).toBe(1);
  });

  it('leaves a stream alone that is heard of', async () => {
    const clock = new ManualClock(0);
    const stream = new Stream();
    watchFor(clock).add(stream);
    for (let beat = 0; beat < 20; beat += 1) {
      await clock.advance(30_000);
      stream.heardAt = clock.monotonic();
    }
    expect(stream.silences).toBe(0);
  });

  it('needs one timer for all, and none when there is nobody left', async () => {
    const clock = new ManualClock(0);
    const watch = watchFor(clock);
    const streams = Array.from({ length: 100 }, () => new Stream());
    for (const stream of streams) watch.add(stream);
    expect(clock.armed).toBe(1);
    for (const stream of streams.slice(50)) watch.remove(stream);
    await clock.advance(100_000);
    expect(streams.map(({ silences }) => silences)).toEqual([...Array(50).fill(1), ...Array(50).fill(0)]);
    expect(clock.armed).toBe(0);
  });
});
