import { type ZodType, z } from 'zod';
import { configSchema } from './schema.ts';

/** As much of JSON Schema as is read here. */
export interface JsonSchema {
  readonly [keyword: string]: unknown;
}

/** What may be written, before defaults and transformations. */
export function inputSchema(schema: ZodType): JsonSchema {
  return z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as JsonSchema;
}

/** The config file's schema for editors, as published in trunkline.schema.json. */
export function configJsonSchema(): JsonSchema {
  return { ...(withReferences(inputSchema(configSchema)) as JsonSchema), title: 'trunkline.yaml' };
}

/** An editor sees a reference, not what it will stand for. */
const REFERENCE = { type: 'string', pattern: '\\$\\{[^}]+\\}' };
/** Keywords that a reference, being a string, may not meet. */
const OF_STRINGS = ['pattern', 'format', 'enum', 'allOf'] as const;
const SAID_OF_BOTH = ['description', 'default'] as const;

/** Where only some strings are allowed, `${NAME}` is too; the loader checks what comes of it. */
function withReferences(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(withReferences);
  if (typeof schema !== 'object' || schema === null) return schema;
  const node = schema as JsonSchema;
  if (node['type'] === 'string' && OF_STRINGS.some((keyword) => keyword in node)) {
    const both = Object.fromEntries(SAID_OF_BOTH.flatMap((key) => (key in node ? [[key, node[key]]] : [])));
    const strict = Object.fromEntries(Object.entries(node).filter(([key]) => !(key in both)));
    return { ...both, anyOf: [strict, REFERENCE] };
  }
  return Object.fromEntries(
    Object.entries(node).map(([key, value]) => [key, key === 'propertyNames' ? value : withReferences(value)]),
  );
}
