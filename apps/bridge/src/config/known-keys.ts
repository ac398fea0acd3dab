import type { ZodType } from 'zod';
import { inputSchema, type JsonSchema } from './json-schema.ts';
import type { KeyPath } from './positions.ts';

/** The keys that a schema knows at a path; none if it cannot be told. */
export function knownKeys(schema: ZodType, path: KeyPath): readonly string[] {
  try {
    const root = inputSchema(schema);
    return [...new Set(at(root, root, path).flatMap((found) => Object.keys(objectOf(found['properties']) ?? {})))];
  } catch {
    return [];
  }
}

/** Every schema that may apply at a path below another. */
function at(root: JsonSchema, schema: JsonSchema, path: KeyPath): readonly JsonSchema[] {
  const forms = alternatives(root, schema);
  const [segment, ...rest] = path;
  if (segment === undefined) return forms;
  return forms.flatMap((form) => {
    const properties = objectOf(form['properties']);
    const next =
      typeof segment === 'number'
        ? form['items']
        : properties !== null && Object.hasOwn(properties, String(segment))
          ? properties[String(segment)]
          : form['additionalProperties'];
    const found = objectOf(next);
    return found === null ? [] : at(root, found, rest);
  });
}

function alternatives(root: JsonSchema, schema: JsonSchema): readonly JsonSchema[] {
  const reference = schema['$ref'];
  if (typeof reference === 'string') {
    const target = reference
      .split('/')
      .slice(1)
      .reduce<JsonSchema | null>((found, part) => objectOf(found?.[part]), root);
    return target === null || target === schema ? [] : [target];
  }
  const nested = [schema['anyOf'], schema['oneOf'], schema['allOf']].flatMap((list) =>
    Array.isArray(list) ? list : [],
  );
  return [schema, ...nested.flatMap((form) => alternatives(root, form as JsonSchema))];
}

function objectOf(value: unknown): JsonSchema | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonSchema) : null;
}
