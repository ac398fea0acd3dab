import { expect, it, onTestFinished, vi } from 'vitest';

interface Typing {
  createTypist(send: (id: string) => void): (id: string) => void;
}

// A file of the page: plain JavaScript, without types.
const page = new URL('../../../static/desk/typing.js', import.meta.url).href;
const { createTypist } = (await import(/* @vite-ignore */ page)) as Typing;

it('sends typing with the first letter, and then every three seconds at most, chat by chat', () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const sent: string[] = [];
  const typed = createTypist((id) => sent.push(id));
  typed('a');
  typed('a');
  typed('b');
  expect(sent).toEqual(['a', 'b']);
  vi.advanceTimersByTime(2_999);
  typed('a');
  expect(sent).toEqual(['a', 'b']);
  vi.advanceTimersByTime(1);
  typed('a');
  typed('a');
  expect(sent).toEqual(['a', 'b', 'a']);
});
