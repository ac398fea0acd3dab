import { docsStyle } from './docs-style.ts';
import { Html, html, prose } from './html.ts';
import type { Content, JsonSchema, OpenApiDocument, OperationObject, ResponseObject } from './open-api.ts';
import { type SchemaRow, schemaRows } from './schema-rows.ts';

/** The document as one page for people. */
export function docsPage(document: OpenApiDocument): string {
  const { info, servers, paths, webhooks, components } = document;
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })),
  );
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${info.title}</title>
<style>${style}</style>
</head>
<body>
<header><h1>${info.title}</h1>
${info.description.split('\n\n').map((text) => html`<p>${prose(text)}</p>\n`)}
${servers.map(({ url }) => html`<p class="server">Mounted at <code>${url}</code>. For machines: <a href="openapi.json">openapi.json</a></p>`)}
</header>
<nav aria-label="Endpoints"><ul>
${operations.map(({ path, method, operation }) => html`<li>${badge(method)} <a href="#${operation.operationId ?? ''}">${path}</a></li>\n`)}
</ul></nav>
<main>
<section><h2>Who may ask</h2>
${table(
  ['scheme', 'what it is'],
  Object.entries(components.securitySchemes).map(([name, scheme]) => [
    html`<code id="scheme-${name}">${name}</code>`,
    prose(describing(scheme)),
  ]),
)}</section>
<section><h2>Endpoints</h2>
${operations.map(({ path, method, operation }) => endpoint(path, method, operation))}</section>
<section><h2>Webhooks</h2>
${Object.entries(webhooks).map(([type, { post }]) => endpoint(type, null, { ...post, operationId: type }))}</section>
<section><h2>Bodies</h2>
${Object.entries(components.schemas).map(([name, schema]) => component(name, schema))}</section>
</main>
</body>
</html>
`;
  return String(page);
}

/** As it is: style sheets know no entities, and the policy of the page holds its hash. */
const style = new Html(docsStyle);

/** An event of a webhook has no method worth a word. */
function endpoint(path: string, method: string | null, operation: OperationObject): Html {
  const { operationId = '', summary, description, security, parameters, requestBody, responses } = operation;
  return html`<article id="${operationId}"><h3>${method === null ? '' : badge(method)} <code>${path}</code></h3>
<p><strong>${summary}.</strong> ${prose(description ?? '')}</p>
${security === undefined ? '' : html`<p class="dim">Opened by: ${openedBy(security)}</p>`}
${parameters === undefined ? '' : html`<h4>Parameters</h4>${parameterTable(parameters)}`}
${requestBody === undefined ? '' : html`<h4>Body</h4><p>${contentOf(requestBody.content)}</p>`}
<h4>Answers</h4>${answerTable(responses)}
</article>
`;
}

function openedBy(security: NonNullable<OperationObject['security']>): Html {
  if (security.length === 0) return html`everybody`;
  const links = security.flatMap(Object.keys).map((name) => html`<a href="#scheme-${name}">${name}</a>`);
  return html`${links.map((link, index) => (index === 0 ? link : html`, ${link}`))}`;
}

function parameterTable(parameters: NonNullable<OperationObject['parameters']>): Html {
  return table(
    ['name', 'in', 'what it is'],
    parameters.map(({ name, in: place, description }) => [html`<code>${name}</code>`, place, prose(description)]),
  );
}

function answerTable(responses: Readonly<Record<string, ResponseObject>>): Html {
  const rows = Object.entries(responses).map(([status, { description, content }]) => [
    status,
    prose(description),
    content === undefined ? '' : contentOf(content),
  ]);
  return table(['status', 'meaning', 'body'], rows);
}

function contentOf(content: Content): Html {
  return html`${Object.entries(content).map(([type, { schema }]) => {
    const [row] = schemaRows({ properties: { body: schema } });
    return row?.component == null ? html`<code>${type}</code>` : link(row.component);
  })}`;
}

function component(name: string, schema: JsonSchema): Html {
  const rows = schemaRows(schema).map((row) => [
    html`<code>${row.path}</code>`,
    typeOf(row),
    row.limits,
    prose(row.description),
  ]);
  return html`<article id="body-${name}"><h3>${name}</h3>${table(['field', 'type', 'limits', 'what it is'], rows)}</article>\n`;
}

function typeOf({ type, component: name, required }: SchemaRow): Html {
  const kind = name === null ? html`${type}` : html`${type} ${link(name)}`;
  return required ? kind : html`${kind} <span class="dim">(optional)</span>`;
}

function link(name: string): Html {
  return html`<a href="#body-${name}">${name}</a>`;
}

function badge(method: string): Html {
  return html`<span class="method ${method}">${method}</span>`;
}

function table(head: readonly string[], rows: readonly (readonly (Html | string)[])[]): Html {
  return html`<div class="scroll"><table><tr>${head.map((cell) => html`<th>${cell}</th>`)}</tr>
${rows.map((row) => html`<tr>${row.map((cell) => html`<td>${cell}</td>`)}</tr>\n`)}</table></div>`;
}

function describing(scheme: object): string {
  return 'description' in scheme ? String(scheme.description) : '';
}
