const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });
const PLAIN = /^[\n\x20-\x7e]*$/;
/** The segmenter takes time by the square of what it is given: 600,000 units at once would stop the bridge for a minute. */
const WINDOW = 1_000;

/** What a reader takes for one character. */
export function graphemesOf(text: string): readonly string[] {
  if (PLAIN.test(text)) return [...text];
  const graphemes: string[] = [];
  let size = WINDOW;
  for (let start = 0; start < text.length; ) {
    const end = wholeEnd(text, start + size);
    const found = Array.from(segmenter.segment(text.slice(start, end)), ({ segment }) => segment);
    // The last one may go on behind the window.
    if (end < text.length) found.pop();
    size = found.length === 0 ? size * 2 : WINDOW;
    for (const grapheme of found) {
      graphemes.push(grapheme);
      start += grapheme.length;
    }
  }
  return graphemes;
}

/** Not between the halves of a character. */
function wholeEnd(text: string, end: number): number {
  return /[\ud800-\udbff]/.test(text[end - 1] ?? '') ? end + 1 : end;
}
