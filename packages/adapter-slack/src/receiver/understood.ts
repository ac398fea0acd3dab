/** Whether Bolt can tell what it is: what it cannot tell it neither handles nor acknowledges. */
export function isUnderstood(body: Readonly<Record<string, unknown>>): boolean {
  if (body['event'] !== undefined) return isObject(body['event']) && typeof body['event']['type'] === 'string';
  if (body['command'] !== undefined)
    return typeof body['command'] === 'string' && typeof body['channel_id'] === 'string';
  if (body['type'] === 'block_actions')
    return Array.isArray(body['actions']) && isObject(body['actions'][0]) && hasUser(body);
  if (body['type'] === 'view_submission' || body['type'] === 'view_closed')
    return isObject(body['view']) && hasUser(body);
  if (body['type'] === 'block_suggestion' || body['type'] === 'shortcut') return hasUser(body);
  return body['type'] === 'message_action' && isObject(body['channel']) && isObject(body['message']) && hasUser(body);
}

function hasUser(body: Readonly<Record<string, unknown>>): boolean {
  return isObject(body['user']);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
