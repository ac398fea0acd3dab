import { ApiError } from '../api-error.ts';
import type { MemberProfile } from '../chat/member.ts';
import type { Knobs } from '../knobs.ts';
import { checkJourneyContext } from './journey-context.ts';
import { isRecord, textIn } from './json.ts';

/** What a valid create asks for. */
export interface CreateRequest {
  readonly organizationId: string;
  readonly deploymentId: string;
  readonly queue: string;
  readonly guest: MemberProfile;
  readonly memberAuthToken: string | undefined;
}

const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const optionalTexts = ['firstName', 'lastName', 'email', 'phoneNumber', 'avatarImageUrl'] as const;

/** Unknown members are ignored, as working clients send some (docs/guest-chat.md §2.1). Throws the API's own codes. */
export function parseCreateRequest(body: unknown, knobs: Readonly<Knobs>): CreateRequest {
  if (!isRecord(body)) throw new ApiError('bad.request');
  const organizationId = textIn(body, 'organizationId');
  if (organizationId === undefined) throw new ApiError('chat.error.bad.request');
  const deploymentId = textIn(body, 'deploymentId');
  if (deploymentId === undefined || (knobs.guidDeploymentIds && !guid.test(deploymentId))) {
    throw new ApiError('chat.error.pattern.createconversationrequest.deploymentid');
  }
  const queue = parseTarget(body['routingTarget'], knobs);
  const guest = parseGuest(body['memberInfo'], knobs);
  checkJourneyContext(body['journeyContext']);
  return { organizationId, deploymentId, queue, guest, memberAuthToken: textIn(body, 'memberAuthToken') };
}

function parseTarget(target: unknown, { strictCase }: Readonly<Knobs>): string {
  if (target === undefined || target === null) {
    throw new ApiError('chat.error.notnull.createconversationrequest.routingtarget');
  }
  const address = isRecord(target) ? textIn(target, 'targetAddress') : undefined;
  // Lower-case `queue` was sent by many working clients.
  const type = isRecord(target) ? textIn(target, 'targetType') : undefined;
  const isQueue = (strictCase ? type : type?.toUpperCase()) === 'QUEUE';
  if (!isQueue || address === undefined) {
    throw new ApiError('chat.error.createconversationrequest.routingtarget');
  }
  return address;
}

function parseGuest(info: unknown, knobs: Readonly<Knobs>): MemberProfile {
  const displayName = isRecord(info) ? info['displayName'] : undefined;
  if (!isRecord(info) || typeof displayName !== 'string') {
    throw new ApiError('chat.error.notnull.createconversationrequest.memberinfo.displayname');
  }
  const known: Record<string, string> = {};
  for (const name of optionalTexts) {
    const value = textIn(info, name);
    if (value !== undefined) known[name] = value;
  }
  const customFields = parseCustomFields(info['customFields'], knobs);
  return { displayName, ...known, ...(customFields && { customFields }) };
}

/** Values are strings; no limit on their number or size is known, so these are off unless turned. */
function parseCustomFields(fields: unknown, knobs: Readonly<Knobs>): Record<string, string> | undefined {
  if (fields === undefined || fields === null) return undefined;
  if (!isRecord(fields)) throw new ApiError('chat.error.bad.request');
  const { maxCustomFields, maxCustomFieldChars } = knobs;
  const entries = Object.entries(fields);
  if (maxCustomFields > 0 && entries.length > maxCustomFields) throw new ApiError('chat.error.bad.request');
  for (const [name, value] of entries) {
    if (typeof value !== 'string') throw new ApiError('chat.error.bad.request');
    const chars = Math.max(name.length, value.length);
    if (maxCustomFieldChars > 0 && chars > maxCustomFieldChars) throw new ApiError('chat.error.bad.request');
  }
  return fields as Record<string, string>;
}
