import { ApiError } from '../api-error.ts';
import type { JourneyContextCode } from '../error-code.ts';
import { isRecord } from './json.ts';

const prefix = 'chat.error.notnull.createconversationrequest.journeycontext';

/** Each part may be left out, but one that is there is whole (docs/guest-chat.md §2.2); only the customer is a must. */
export function checkJourneyContext(context: unknown): void {
  if (!isRecord(context)) return;
  const { customer, customerSession, triggeringAction } = context;
  need(customer, `${prefix}.customer`);
  needAll(customer, { id: `${prefix}.customer.customerid`, idType: `${prefix}.customer.customeridtype` });
  needAll(customerSession, {
    id: `${prefix}.customersession.sessionid`,
    type: `${prefix}.customersession.sessionidtype`,
  });
  needAll(triggeringAction, { id: `${prefix}.triggeringaction.actionid` });
  const actionMap = isRecord(triggeringAction) ? (triggeringAction['actionMap'] ?? {}) : undefined;
  needAll(actionMap, {
    id: `${prefix}.triggeringaction.actionmapid`,
    version: `${prefix}.triggeringaction.actionmapversion`,
  });
}

function needAll(part: unknown, codes: Readonly<Record<string, JourneyContextCode>>): void {
  if (!isRecord(part)) return;
  for (const [name, code] of Object.entries(codes)) need(part[name], code);
}

function need(value: unknown, code: JourneyContextCode): void {
  if (value === undefined || value === null) throw new ApiError(code);
}
