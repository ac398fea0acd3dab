/** What Slack has posted, by the type it names. Null: nothing that can be understood. */
export function parseBody(body: Uint8Array, contentType: string | undefined): Readonly<Record<string, unknown>> | null {
  const text = new TextDecoder().decode(body);
  // Proxies add a charset, which Slack itself does not.
  const [type = ''] = (contentType ?? '').split(';');
  if (type.trim().toLowerCase() !== 'application/x-www-form-urlencoded') return asObject(text);
  const fields = new URLSearchParams(text);
  const payload = fields.get('payload');
  return payload === null ? Object.fromEntries(fields) : asObject(payload);
}

function asObject(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(text);
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? (value as Readonly<Record<string, unknown>>) : null;
  } catch {
    return null;
  }
}
