import type { Access, Answer, Operation, Parameter } from '../requests/operation.ts';
import { operations } from '../requests/operations.ts';
import { componentSchemas, schemaRef } from './component-schemas.ts';
import { webhookEvents } from './components.ts';
import type {
  Content,
  JsonSchema,
  OpenApiDocument,
  OperationObject,
  ParameterObject,
  ResponseObject,
} from './open-api.ts';

const DESCRIPTION = `The HTTP channel of a Trunkline bridge: post what a customer says; what agents answer comes as signed webhooks (Standard Webhooks), as server-sent events, or as pages of history.

Refusals are RFC 9457 problems. A path that does not exist is a 404, another method than the one listed a 405 with \`Allow\`. GET is also HEAD. OPTIONS is a 204, with CORS headers for the configured origins.`;

const securitySchemes = {
  apiKey: { type: 'http', scheme: 'bearer', description: 'An API key of the channel, for your own server.' },
  customerToken: {
    type: 'http',
    scheme: 'bearer',
    description: 'A token from `POST /tokens`, for one customer’s browser.',
  },
  customerTokenInUrl: {
    type: 'apiKey',
    in: 'query',
    name: 'token',
    description: 'The same token where headers cannot be set, as by EventSource.',
  },
} as const;

const SECURITY: Readonly<Record<Access, readonly (keyof typeof securitySchemes)[]>> = {
  public: [],
  key: ['apiKey'],
  customer: ['apiKey', 'customerToken'],
  stream: ['apiKey', 'customerToken', 'customerTokenInUrl'],
};

/** Describes the channel that is mounted at `url`. */
export function openApiDocument(url: string): OpenApiDocument {
  const paths = operations.map((operation) => [
    operation.path,
    { [operation.method.toLowerCase()]: described(operation) },
  ]);
  return {
    openapi: '3.1.0',
    info: { title: 'Trunkline HTTP channel', version: '1', description: DESCRIPTION },
    servers: [{ url }],
    paths: Object.fromEntries(paths),
    webhooks: Object.fromEntries(
      Object.entries(webhookEvents).map(([type, { schema, summary }]) => [type, { post: webhook(summary, schema) }]),
    ),
    components: { schemas: componentSchemas(), securitySchemes },
  };
}

function described(operation: Operation): OperationObject {
  const { id, summary, description, access, parameters, body, answers } = operation;
  return {
    operationId: id,
    summary,
    description,
    security: SECURITY[access].map((scheme) => ({ [scheme]: [] })),
    ...(parameters === undefined ? {} : { parameters: parameters.map(parameterOf) }),
    ...(body === undefined ? {} : { requestBody: { required: true, content: json(body) } }),
    responses: Object.fromEntries(Object.entries(answers).map(([status, answer]) => [status, responseOf(answer)])),
  };
}

function parameterOf(parameter: Parameter): ParameterObject {
  return { ...parameter, ...(parameter.in === 'path' ? { required: true } : {}) };
}

function responseOf({ description, headers, content }: Answer): ResponseObject {
  return {
    description,
    ...(headers === undefined ? {} : { headers: headersOf(headers) }),
    ...(content === undefined ? {} : { content: { [content.type]: { schema: schemaOf(content.schema) } } }),
  };
}

function headersOf(headers: NonNullable<Answer['headers']>): NonNullable<ResponseObject['headers']> {
  const described = Object.entries(headers).map(([name, description]) => [name, { description, schema: STRING }]);
  return Object.fromEntries(described);
}

function webhook(summary: string, schema: string): OperationObject {
  return {
    summary,
    parameters: WEBHOOK_HEADERS,
    requestBody: { required: true, content: json(schema) },
    responses: {
      '2XX': { description: 'Taken.' },
      '410': { description: 'The endpoint is gone: all deliveries wait, one at a time probes.' },
      '4XX': { description: 'Not taken. Tried again later.' },
      '5XX': { description: 'Perhaps taken. Repeated with the same id.' },
    },
  };
}

const STRING: JsonSchema = { type: 'string' };

const WEBHOOK_HEADERS: readonly ParameterObject[] = [
  { name: 'webhook-id', in: 'header', required: true, description: 'The same over all attempts.', schema: STRING },
  { name: 'webhook-timestamp', in: 'header', required: true, description: 'Unix seconds.', schema: STRING },
  { name: 'webhook-signature', in: 'header', required: true, description: 'Standard Webhooks, v1.', schema: STRING },
  {
    name: 'trunkline-repeated',
    in: 'header',
    description: '`true`: an earlier attempt may have arrived.',
    schema: STRING,
  },
];

function json(component: string): Content {
  return { 'application/json': { schema: schemaOf(component) } };
}

function schemaOf(component: string | undefined): JsonSchema {
  return component === undefined ? STRING : { $ref: schemaRef(component) };
}
