const DATA = 'data: ';

/** What a line of a stream of events holds as JSON; null: nothing, or not whole. */
export function dataOfLine(line: string): unknown {
  if (!line.startsWith(DATA)) return null;
  try {
    return JSON.parse(line.slice(DATA.length));
  } catch {
    return null;
  }
}
