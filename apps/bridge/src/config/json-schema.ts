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
  return { ...inputSchema(configSchema), title: 'trunkline.yaml' };
}
