const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });
const PLAIN = /^[\n\x20-\x7e]*$/;

/** What a reader takes for one character. */
export function graphemesOf(text: string): readonly string[] {
  if (PLAIN.test(text)) return [...text];
  return Array.from(segmenter.segment(text), ({ segment }) => segment);
}
