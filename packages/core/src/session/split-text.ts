interface TextLimit {
  readonly limit: number;
  readonly unit: 'characters' | 'bytes';
}

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });
const encoder = new TextEncoder();

/**
 * Cuts a text into parts that each fit the limit: after a line break or a space where there is one in the second half
 * of a part, otherwise between graphemes. Joined again, the parts are the text. `characters` are UTF-16 units, as
 * vendors count them.
 */
export function splitText(text: string, limit: TextLimit | null): readonly string[] {
  if (limit === null || sizeOf(text, limit.unit) <= limit.limit) return [text];
  const parts: string[] = [];
  let part = '';
  let size = 0;
  for (const { segment } of graphemes.segment(text)) {
    for (const piece of sizeOf(segment, limit.unit) > limit.limit ? codePoints(segment) : [segment]) {
      const pieceSize = sizeOf(piece, limit.unit);
      if (size + pieceSize > limit.limit && part !== '') {
        const cut = wordBoundary(part);
        parts.push(part.slice(0, cut));
        part = part.slice(cut);
        size = sizeOf(part, limit.unit);
      }
      part += piece;
      size += pieceSize;
    }
  }
  if (part !== '') parts.push(part);
  return parts;
}

function wordBoundary(part: string): number {
  const cut = Math.max(part.lastIndexOf('\n'), part.lastIndexOf(' ')) + 1;
  return cut > part.length / 2 ? cut : part.length;
}

function sizeOf(text: string, unit: TextLimit['unit']): number {
  return unit === 'characters' ? text.length : encoder.encode(text).length;
}

/** A grapheme longer than a whole part (a tower of combining marks) has to be cut somewhere. */
function codePoints(grapheme: string): readonly string[] {
  return [...grapheme];
}
