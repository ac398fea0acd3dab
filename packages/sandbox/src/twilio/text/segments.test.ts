import { expect, it } from 'vitest';
import { segmentsOf } from './segments.ts';
import { smartEncoded } from './smart-encoding.ts';

it.each<[string, string, string, number]>([
  ['nothing', '', 'GSM-7', 1],
  ['160 septets', 'x'.repeat(160), 'GSM-7', 1],
  ['161 septets', 'x'.repeat(161), 'GSM-7', 2],
  ['306 septets', 'x'.repeat(306), 'GSM-7', 2],
  ['307 septets', 'x'.repeat(307), 'GSM-7', 3],
  ['letters of the basic alphabet', 'éüöÇñ¿\r\n@'.repeat(17), 'GSM-7', 1],
  ['80 euros', '€'.repeat(80), 'GSM-7', 1],
  ['81 euros', '€'.repeat(81), 'GSM-7', 2],
  ['an escape at the border, which is not cut', `${'x'.repeat(152)}€${'x'.repeat(152)}`, 'GSM-7', 3],
  ['a small ç', 'ç', 'UCS-2', 1],
  ['70 units', 'я'.repeat(70), 'UCS-2', 1],
  ['71 units', 'я'.repeat(71), 'UCS-2', 2],
  ['135 units', 'я'.repeat(135), 'UCS-2', 3],
  ['35 emoji', '\u{1F600}'.repeat(35), 'UCS-2', 1],
  ['36 emoji', '\u{1F600}'.repeat(36), 'UCS-2', 2],
  ['67 emoji, of which none is cut', '\u{1F600}'.repeat(67), 'UCS-2', 3],
  ['a family at the border, which is not cut', `${'я'.repeat(60)}👨‍👩‍👧‍👦${'я'.repeat(60)}`, 'UCS-2', 3],
])('%s', (_name, text, encoding, count) => {
  expect(segmentsOf(text)).toEqual({ encoding, count });
});

it('stays in GSM-7 when quotes are made plain', () => {
  expect(smartEncoded('“It’s” – fine…')).toBe('"It\'s" - fine...');
  expect(segmentsOf(smartEncoded('“It’s” – fine…')).encoding).toBe('GSM-7');
});
