import { z } from 'zod';
import { components } from './components.ts';
import type { JsonSchema } from './open-api.ts';

/** The components as JSON Schema, each by its name. What a sender may write and a reader may find. */
export function componentSchemas(): Readonly<Record<string, JsonSchema>> {
  const registry = z.registry<{ readonly id: string }>();
  for (const [id, schema] of Object.entries(components)) registry.add(schema, { id });
  const { schemas } = z.toJSONSchema(registry, { io: 'input', unrepresentable: 'any', uri: schemaRef });
  return Object.fromEntries(
    Object.entries(schemas).map(([id, { $schema, $id, ...schema }]) => [id, schema as JsonSchema]),
  );
}

export function schemaRef(component: string): string {
  return `#/components/schemas/${component}`;
}
