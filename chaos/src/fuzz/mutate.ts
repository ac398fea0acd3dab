import type { Draw } from './draw.ts';

type Json = unknown;

const MOST_CHANGES = 3;

/** A copy with something of its structure changed: values replaced, keys taken away, added, renamed, lists grown. */
export function mutateJson<Value>(draw: Draw, value: Value, strange: () => Json): Value {
  let changed: Json = structuredClone(value);
  for (let left = draw.between(0, MOST_CHANGES); left > 0; left -= 1) changed = changeWithin(draw, changed, strange);
  return changed as Value;
}

function changeWithin(draw: Draw, value: Json, strange: () => Json): Json {
  if (typeof value !== 'object' || value === null || draw.percent(8)) return replacement(draw, value, strange);
  if (Array.isArray(value)) return changeList(draw, value, strange);
  const entries = Object.entries(value);
  if (entries.length === 0 || draw.percent(10)) return { ...value, [draw.text()]: strange() };
  const [key, inner] = draw.of(entries);
  if (draw.percent(15)) return Object.fromEntries(entries.filter(([name]) => name !== key));
  return Object.fromEntries(
    entries.map(([name, one]) => [name, name === key ? changeWithin(draw, inner, strange) : one]),
  );
}

function changeList(draw: Draw, list: readonly Json[], strange: () => Json): Json {
  if (list.length === 0 || draw.percent(15)) return [...list, strange()];
  const at = draw.between(0, list.length - 1);
  if (draw.percent(15)) return list.filter((_, index) => index !== at);
  if (draw.percent(10)) return Array.from({ length: draw.between(2, 40) }, () => list[at]);
  return list.map((one, index) => (index === at ? changeWithin(draw, one, strange) : one));
}

function replacement(draw: Draw, value: Json, strange: () => Json): Json {
  const kind = draw.between(0, 4);
  if (kind === 0) return strange();
  if (kind === 1) return draw.of<Json>([null, true, false, {}, [], '']);
  if (kind === 2) return draw.number();
  if (kind === 3 && typeof value === 'string') return mutateText(draw, value);
  if (kind === 4 && draw.percent(10)) return nested(draw, value);
  return draw.text();
}

/** Deep, as no honest sender writes it. */
function nested(draw: Draw, value: Json): Json {
  const key = draw.of(['elements', 'a', 'blocks', 'message']);
  let deep = value;
  for (let left = draw.of([3, 50, 600]); left > 0; left -= 1) deep = { type: 'rich_text_list', [key]: [deep] };
  return deep;
}

export function mutateText(draw: Draw, text: string): string {
  const at = draw.between(0, text.length);
  const to = Math.min(text.length, at + draw.between(0, 12));
  const kind = draw.between(0, 5);
  if (kind === 0) return text.slice(0, at) + text.slice(to);
  if (kind === 1) return text.slice(0, at) + text.slice(at, to).repeat(draw.between(2, 5)) + text.slice(to);
  if (kind === 2) return text.slice(0, at);
  if (kind === 3) return text.slice(0, at) + String.fromCharCode(draw.between(0, 0x17f)) + text.slice(at + 1);
  return text.slice(0, at) + draw.text() + text.slice(kind === 4 ? at : to);
}

/** Bits flipped, stretches taken away, doubled, or overwritten. */
export function mutateBytes(draw: Draw, bytes: Uint8Array): Uint8Array {
  const at = draw.between(0, bytes.length);
  const to = Math.min(bytes.length, at + draw.between(0, 16));
  const [before, within, after] = [bytes.subarray(0, at), bytes.subarray(at, to), bytes.subarray(to)];
  const kind = draw.between(0, 4);
  if (kind === 0) return Buffer.concat([before, after]);
  if (kind === 1) return Buffer.concat([before, within, within, after]);
  if (kind === 2) return before;
  if (kind === 3)
    return Buffer.concat([before, Uint8Array.from(within, (byte) => byte ^ (1 << draw.between(0, 7))), after]);
  return Buffer.concat([before, Uint8Array.from(draw.some(8, () => draw.between(0, 255))), after]);
}
