import { settle } from '@trunkline/core/testing';
import { describe, expect, it } from 'vitest';
import { deferred } from '../../testing/deferred.ts';
import { createTurnstile } from './turnstile.ts';

const never = new AbortController().signal;

describe('a turnstile', () => {
  it('lets in as many as it is wide, the others in their order', async () => {
    const turnstile = createTurnstile(2);
    const [works, began] = [[deferred(), deferred(), deferred(), deferred()], [] as number[]];
    const all = works.map((work, index) =>
      turnstile(never, async () => {
        began.push(index);
        await work.promise;
      }),
    );
    await settle();
    expect(began).toEqual([0, 1]);
    works[1]?.resolve();
    await settle();
    expect(began).toEqual([0, 1, 2]);
    for (const work of works) work.resolve();
    await Promise.all(all);
    expect(began).toEqual([0, 1, 2, 3]);
  });

  it('gives the place of work that fails to the next', async () => {
    const turnstile = createTurnstile(1);
    await expect(turnstile(never, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await turnstile(never, async () => 1)).toBe(1);
  });

  it('lets go of those who do not want to wait any more', async () => {
    const turnstile = createTurnstile(1);
    const [first, gone] = [deferred(), new AbortController()];
    const inside = turnstile(never, () => first.promise);
    const waiting = turnstile(gone.signal, async () => 'in');
    const next = turnstile(never, async () => 'next');
    gone.abort(new Error('gone'));
    await expect(waiting).rejects.toThrow('gone');
    first.resolve();
    await inside;
    expect(await next).toBe('next');
  });
});
