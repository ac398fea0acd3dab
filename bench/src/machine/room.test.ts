import { expect, it } from 'vitest';
import { filesOf, mostConversations, portsOf } from './room.ts';

it('reads what the system says', () => {
  expect(filesOf('Limit   Soft Limit  Hard Limit  Units\nMax open files            1024    4096    files\n')).toBe(
    1_024,
  );
  expect(filesOf('Max open files            unlimited    unlimited    files\n')).toBeNull();
  expect(portsOf('32768\t60999\n')).toBe(28_232);
  expect(portsOf('')).toBeNull();
});

it('leaves room for everything that is no conversation', () => {
  expect(mostConversations({ files: 20_000, ports: 28_232 })).toBe(18_500);
  expect(mostConversations({ files: 100_000, ports: 28_232 })).toBe(26_732);
  expect(mostConversations({ files: null, ports: null })).toBeLessThan(1_024);
  expect(mostConversations({ files: 1_024, ports: 28_232 })).toBe(1);
});
