/**
 * Loaded before a program (`node --import`): its clocks and timers run as many times as fast as they should as the
 * address of this module says (`?times=60`). An hour of its life then takes a minute of ours.
 */
const times = Number(new URL(import.meta.url).searchParams.get('times'));
const startedAt = Date.now();
const realDate = Date.now.bind(Date);
const realNow = performance.now.bind(performance);
const realTimeout = globalThis.setTimeout;
const realInterval = globalThis.setInterval;

Date.now = () => startedAt + (realDate() - startedAt) * times;
performance.now = () => realNow() * times;
globalThis.setTimeout = faster(realTimeout);
globalThis.setInterval = faster(realInterval);

function faster<Timer extends typeof setTimeout | typeof setInterval>(real: Timer): Timer {
  const shortened = (callback: () => void, delayMs: number = 0, ...more: unknown[]): unknown =>
    (real as (...args: unknown[]) => unknown)(callback, delayMs / times, ...more);
  return Object.assign(shortened, real) as unknown as Timer;
}
