import type { JsonSchema } from './open-api.ts';

/** One line of a schema's table. */
export interface SchemaRow {
  /** `customer.id`, `errors[].detail`; empty for the whole. */
  readonly path: string;
  readonly required: boolean;
  readonly type: string;
  /** The component that it refers to, if it does. */
  readonly component: string | null;
  readonly limits: string;
  readonly description: string;
}

/** A schema as a flat table; references stay references. */
export function schemaRows(schema: JsonSchema): readonly SchemaRow[] {
  const rows = propertyRows(schema, '');
  return rows.length > 0 ? rows : variantsOf(schema).map((variant) => rowOf('', variant, true));
}

function propertyRows(schema: JsonSchema, prefix: string): readonly SchemaRow[] {
  const required = Array.isArray(schema['required']) ? schema['required'] : [];
  return Object.entries(schemasIn(schema['properties'])).flatMap(([name, property]) => {
    const path = `${prefix}${name}`;
    const nested = schemasIn({ items: property['items'] })['items'];
    return [
      rowOf(path, property, required.includes(name)),
      ...propertyRows(property, `${path}.`),
      ...(nested === undefined ? [] : propertyRows(nested, `${path}[].`)),
    ];
  });
}

function rowOf(path: string, schema: JsonSchema, required: boolean): SchemaRow {
  const items = schemasIn({ items: schema['items'] })['items'];
  const description = schema['description'];
  return {
    path,
    required,
    type: typeOf(schema),
    component: componentOf(schema) ?? (items === undefined ? null : componentOf(items)),
    limits: limitsOf(schema),
    description: typeof description === 'string' ? description : '',
  };
}

function typeOf(schema: JsonSchema): string {
  const { type, enum: values, const: value, items } = schema as Readonly<Record<string, unknown>>;
  if (value !== undefined) return JSON.stringify(value);
  if (Array.isArray(values)) return values.map((one) => JSON.stringify(one)).join(' | ');
  if (items !== undefined) return 'array';
  if (typeof type === 'string') return type;
  return Array.isArray(type) ? type.join(' | ') : variantsOf(schema).map(typeOf).join(' | ');
}

const LIMITS: Readonly<Record<string, string>> = {
  format: '',
  minLength: 'at least',
  maxLength: 'at most',
  minimum: 'from',
  maximum: 'to',
  maxItems: 'at most',
  maxProperties: 'at most',
};

function limitsOf(schema: JsonSchema): string {
  const isTold = (keyword: string) => ['string', 'number'].includes(typeof schema[keyword]);
  return Object.entries(LIMITS)
    .filter(([keyword]) => isTold(keyword) && schema[keyword] !== Number.MAX_SAFE_INTEGER)
    .map(([keyword, words]) => `${words} ${String(schema[keyword])}`.trim())
    .join(', ');
}

function variantsOf(schema: JsonSchema): readonly JsonSchema[] {
  const variants = schema['anyOf'] ?? schema['oneOf'];
  return Array.isArray(variants) ? variants : [];
}

function componentOf(schema: JsonSchema): string | null {
  const ref = schema['$ref'];
  return typeof ref === 'string' ? (ref.split('/').at(-1) ?? null) : null;
}

function schemasIn(value: unknown): Readonly<Record<string, JsonSchema>> {
  const entries = Object.entries(Object(value)).filter(([, one]) => typeof one === 'object' && one !== null);
  return Object.fromEntries(entries) as Readonly<Record<string, JsonSchema>>;
}
