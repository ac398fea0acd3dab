import { expect, it } from 'vitest';
import { importsOf } from './module-imports.ts';
import type { TextFile } from './repository.ts';
import { productionFiles } from './source-file.ts';
import { field, nameOf, parseModule, type Syntax } from './syntax.ts';

/**
 * Every file that can ask something of another host, and who names the address. What a customer, an agent or a vendor
 * names goes through the guard: `createGuardedDispatcher`, or `mayDial` and the look-up beside it. Whoever adds a line
 * has thought about that.
 */
const ASKING: Readonly<Record<string, string>> = {
  'apps/bridge/src/compose/member-auth-token/token-from-url.ts': 'the operator, in memberAuthToken; no redirects',
  'apps/bridge/src/demo/ask-sandbox.ts': 'the demo: its own sandbox',
  'apps/bridge/src/demo/phone-routes.ts': 'the demo: its own sandbox',
  'apps/bridge/src/demo/token-route.ts': 'the demo: its own bridge',
  'apps/bridge/src/demo/until-ready.ts': 'the demo: its own bridge',
  'apps/bridge/src/demo/watch-wire.ts': 'the demo: its own sandbox',
  'packages/adapter-http/src/client/customer-client.ts': 'runs with customers: whoever builds their page',
  'packages/adapter-http/src/webhook/sender.ts': 'the operator, in webhook.url; no redirects',
  'packages/adapter-slack/src/audit/readers.ts': 'the operator, in apiUrl, or Slack’s own',
  'packages/adapter-slack/src/bolt/create-app.ts': 'the operator, in apiUrl, or Slack’s own',
  'packages/adapter-slack/src/check/check-online.ts': 'the operator, in apiUrl, or Slack’s own',
  'packages/adapter-slack/src/files/download.ts': 'Slack: its own hosts or the operator’s API only, through the guard',
  'packages/adapter-slack/src/install/installed-workspaces.ts': 'the operator, in apiUrl, or Slack’s own',
  'packages/adapter-slack/src/install/open-installed.ts': 'the operator, in apiUrl, or Slack’s own',
  'packages/adapter-slack/src/receiver/socket-connection.ts': 'Slack, in the answer of its own API: through the guard',
  'packages/adapter-slack/src/workspace/single-workspace.ts': 'the operator, in apiUrl, or Slack’s own',
  'packages/adapter-sms/src/provider/twilio/http-client.ts': 'the operator or Twilio’s client; Twilio’s hosts only',
  'packages/adapter-sms/src/provider/twilio/load-twilio.ts': 'carried by http-client.ts',
  'packages/adapter-sms/src/provider/twilio/media.ts': 'Twilio, by a redirect: through the guard',
  'packages/adapter-sms/src/provider/twilio/twilio-provider.ts': 'carried by http-client.ts',
  'packages/core/src/guest-chat/api/http.ts': 'the operator, in the region or apiUrl; no redirects',
  'packages/core/src/guest-chat/stream/socket.ts': 'Genesys: mayDial, and the look-up in stream-lookup.ts',
  'packages/core/src/net/guarded-dispatcher.ts': 'it is the guard',
};

/** With these somebody can be asked. Their types alone cannot. */
const CLIENTS =
  /^(undici|ws|twilio|axios|node-fetch|got|eventsource|@slack\/(web-api|socket-mode|bolt|oauth|webhook))($|\/)/;
const NODE = /^(?:node:)?(?:https?|http2|net|tls|dgram)$/;
const ASKS: ReadonlySet<string> = new Set([
  'request',
  'get',
  'connect',
  'createConnection',
  'Agent',
  'Socket',
  'createSocket',
]);
const GLOBALS: ReadonlySet<string> = new Set(['fetch', 'WebSocket', 'EventSource', 'XMLHttpRequest', 'sendBeacon']);

/** Null: the file asks nobody. */
function asking({ text }: TextFile): string | null {
  const { all } = parseModule(text);
  const errors = new Set(all.filter(importsErrorsOnly).map(({ line }) => line));
  const client = importsOf(text).find(
    ({ specifier, typeOnly, line }) => !typeOnly && !errors.has(line) && CLIENTS.test(specifier ?? ''),
  );
  if (client !== undefined) return client.specifier;
  const local = new Set(
    all.flatMap((syntax) => (syntax.type === 'ImportSpecifier' ? (nameOf(field(syntax, 'local')) ?? []) : [])),
  );
  return all.flatMap((syntax) => [...ofNode(syntax), ...ofTheWorld(syntax, local)])[0] ?? null;
}

/** To know what went wrong is not to ask. */
function importsErrorsOnly({ type, children }: Syntax): boolean {
  const specifiers = children.filter((one) => one.type.startsWith('Import'));
  return (
    type === 'ImportDeclaration' &&
    specifiers.length > 0 &&
    specifiers.every((one) => /Error$/.test(nameOf(field(one, 'imported')) ?? ''))
  );
}

/** `http` also serves: only the half that asks is meant. */
function ofNode(syntax: Syntax): readonly string[] {
  if (syntax.type !== 'ImportDeclaration' || syntax.raw['importKind'] === 'type') return [];
  const { value } = syntax.raw['source'] as { readonly value: string };
  if (!NODE.test(value)) return [];
  return syntax.children.flatMap((one) => {
    if (/^Import(Default|Namespace)Specifier$/.test(one.type)) return value;
    const name =
      one.type === 'ImportSpecifier' && one.raw['importKind'] !== 'type' ? nameOf(field(one, 'imported')) : null;
    return name !== null && ASKS.has(name) ? `${value} ${name}` : [];
  });
}

/** What everybody has without importing it, called or handed on. */
function ofTheWorld(syntax: Syntax, local: ReadonlySet<string>): readonly string[] {
  const called = /^(Call|New)Expression$/.test(syntax.type) ? field(syntax, 'callee') : null;
  const free = nameOf(called);
  const member =
    called?.type === 'MemberExpression' && WORLD.has(nameOf(field(called, 'object')) ?? '') ? called : null;
  const name = free ?? nameOf(member === null ? null : field(member, 'property'));
  return name !== null && GLOBALS.has(name) && !local.has(name) ? [name] : [];
}

const WORLD: ReadonlySet<string> = new Set(['globalThis', 'window', 'self', 'navigator']);

/** The sandbox asks the bridge under test, and carries no secret of anybody. */
const files = productionFiles().filter(({ path }) => !path.startsWith('packages/sandbox/'));

it('who may ask other hosts is listed, with whoever names the address', () => {
  const found = files.flatMap((file) => {
    const by = asking(file);
    return by === null || ASKING[file.path] !== undefined ? [] : [`${file.path} asks by ${by}: see ASKING`];
  });
  expect(found).toEqual([]);
});

it('nobody is listed who does not', () => {
  const doing = new Set(files.filter((file) => asking(file) !== null).map(({ path }) => path));
  expect(Object.keys(ASKING).filter((path) => !doing.has(path))).toEqual([]);
});

it.each([
  "import { request } from 'undici';",
  "const { WebClient } = await import('@slack/web-api');",
  "import { connect } from 'node:tls';",
  "import https from 'https';",
  'await fetch(url);',
  'globalThis.fetch(url);',
  'new WebSocket(address);',
  'navigator.sendBeacon(url);',
])('finds %s', (text) => {
  expect(asking({ path: 'a.ts', text })).not.toBeNull();
});

it.each([
  "import type { Dispatcher } from 'undici';",
  "import { createServer, STATUS_CODES } from 'node:http';",
  "import { isIP } from 'node:net';",
  "import { WebAPIPlatformError } from '@slack/web-api';",
  'await client.messages(sid).fetch();',
])('leaves %s alone', (text) => {
  expect(asking({ path: 'a.ts', text })).toBeNull();
});
