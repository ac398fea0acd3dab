import type { JsonValue } from '@trunkline/core';

/**
 * How one state differs from another, as JSON: `[value]` replaces, `0` removes, an object goes on inside. A customer's
 * state is some kilobytes, of which a step changes a few numbers.
 */
export type StatePatch = { readonly [Name in string]: StatePatchEntry };
type StatePatchEntry = readonly [JsonValue] | 0 | StatePatch;

export type JsonObject = { readonly [Name in string]: JsonValue };

export function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * What has to be done to `base` to have `next`, as the JSON of a StatePatch; null: nothing. Parts that are the same object
 * are not looked into. Text, since every step has a patch of its own, and objects of ever other shapes are slow to make.
 */
export function patchOf(base: JsonObject, next: JsonObject): string | null {
  let patch = '';
  for (const name in next) {
    const entry = entryOf(own(base, name), own(next, name));
    if (entry !== null) patch += `${patch === '' ? '' : ','}${quoted(name)}:${entry}`;
  }
  for (const name in base) {
    if (own(base, name) === undefined || own(next, name) !== undefined) continue;
    patch += `${patch === '' ? '' : ','}${quoted(name)}:0`;
  }
  return patch === '' ? null : `{${patch}}`;
}

function entryOf(before: JsonValue | undefined, after: JsonValue | undefined): string | null {
  if (before === after || after === undefined) return null;
  if (isObject(before) && isObject(after)) return patchOf(before, after);
  // Most are numbers, which need no help to be JSON.
  return typeof after === 'number' && Number.isFinite(after) ? `[${after}]` : `[${JSON.stringify(after)}]`;
}

const PLAIN_NAME = /^\w+$/;

function quoted(name: string): string {
  return PLAIN_NAME.test(name) ? `"${name}"` : JSON.stringify(name);
}

/** Parts that the patch does not touch are shared with `base`. */
export function patched(base: JsonObject, patch: StatePatch): JsonObject {
  const next: Record<string, JsonValue> = { ...base };
  for (const [name, entry] of Object.entries(patch)) {
    const before = own(base, name);
    if (entry === 0) delete next[name];
    else if (Array.isArray(entry)) define(next, name, (entry as readonly [JsonValue])[0]);
    else define(next, name, patched(isObject(before) ? before : {}, entry as StatePatch));
  }
  return next;
}

/** A name may be `__proto__`, which a customer may well call an attribute. */
function own(object: JsonObject, name: string): JsonValue | undefined {
  return name !== '__proto__' || Object.hasOwn(object, name) ? object[name] : undefined;
}

function define<T>(target: Record<string, T>, name: string, value: T): void {
  if (name !== '__proto__') target[name] = value;
  else Object.defineProperty(target, name, { value, enumerable: true, configurable: true, writable: true });
}
