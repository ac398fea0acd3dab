import type { JsonSchema } from '../config/json-schema.ts';

type Check = (expected: unknown, value: unknown, around: Around) => boolean;

interface Around {
  readonly root: JsonSchema;
  readonly schema: JsonSchema;
}

/**
 * Whether a JSON Schema accepts a value, by the rules of JSON Schema and nothing of ours. Knows the keywords that the
 * published schema uses and throws at others, so that none is passed over.
 */
export function accepts(schema: JsonSchema, value: unknown, root: JsonSchema = schema): boolean {
  return Object.entries(schema).every(([keyword, expected]) => {
    const check = CHECKS[keyword];
    if (check === undefined) throw new TypeError(`the keyword ${keyword} is not known here`);
    return check(expected, value, { root, schema });
  });
}

const always: Check = () => true;

const CHECKS: Readonly<Record<string, Check>> = {
  $schema: always,
  $defs: always,
  title: always,
  description: always,
  default: always,
  id: always,
  // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema, and no promise.
  then: always,
  $ref: (to, value, { root }) => accepts(at(root, String(to)), value, root),
  type: (type, value) => typeOf(value) === type || (type === 'number' && typeOf(value) === 'integer'),
  const: (only, value) => value === only,
  enum: (list, value) => (list as readonly unknown[]).includes(value),
  pattern: (pattern, value) => typeof value !== 'string' || new RegExp(String(pattern), 'u').test(value),
  format: (_, value) => typeof value !== 'string' || URL.canParse(value),
  minLength: (least, value) => typeof value !== 'string' || value.length >= Number(least),
  minimum: (least, value) => typeof value !== 'number' || value >= Number(least),
  maximum: (most, value) => typeof value !== 'number' || value <= Number(most),
  minItems: (least, value) => !Array.isArray(value) || value.length >= Number(least),
  items: (schema, value, { root }) => !Array.isArray(value) || value.every((item) => accepts(as(schema), item, root)),
  minProperties: (least, value) => !isMap(value) || Object.keys(value).length >= Number(least),
  required: (keys, value) => !isMap(value) || (keys as readonly string[]).every((key) => Object.hasOwn(value, key)),
  propertyNames: (schema, value, { root }) =>
    !isMap(value) || Object.keys(value).every((key) => accepts(as(schema), key, root)),
  properties: (schemas, value, { root }) =>
    !isMap(value) ||
    Object.entries(as(schemas)).every(
      ([key, schema]) => !Object.hasOwn(value, key) || accepts(as(schema), value[key], root),
    ),
  additionalProperties: (schema, value, { root, schema: { properties = {} } }) =>
    !isMap(value) ||
    Object.keys(value)
      .filter((key) => !Object.hasOwn(as(properties), key))
      .every((key) => schema !== false && accepts(as(schema), value[key], root)),
  not: (schema, value, { root }) => !accepts(as(schema), value, root),
  anyOf: (schemas, value, { root }) => matching(schemas, value, root) > 0,
  oneOf: (schemas, value, { root }) => matching(schemas, value, root) === 1,
  allOf: (schemas, value, { root }) => matching(schemas, value, root) === (schemas as readonly unknown[]).length,
  if: (condition, value, { root, schema: { then } }) =>
    !accepts(as(condition), value, root) || accepts(as(then ?? {}), value, root),
};

function matching(schemas: unknown, value: unknown, root: JsonSchema): number {
  return (schemas as readonly JsonSchema[]).filter((schema) => accepts(schema, value, root)).length;
}

function at(root: JsonSchema, reference: string): JsonSchema {
  return reference
    .split('/')
    .slice(1)
    .reduce<JsonSchema>((found, part) => as(found[part]), root);
}

function as(schema: unknown): JsonSchema {
  return schema as JsonSchema;
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeOf(value) === 'object';
}

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return Number.isInteger(value) ? 'integer' : typeof value;
}
