/** Codes the guest API is known to use (docs/guest-chat.md §2.2), as far as the sandbox gives them by itself. */
export type ErrorCode =
  | 'authentication.required'
  | 'bad.credentials'
  | 'bad.request'
  | 'chat.deployment.bad.auth'
  | 'chat.deployment.disabled'
  | 'chat.deployment.require.auth'
  | 'chat.error.bad.request'
  | 'chat.error.conversation.state'
  | 'chat.error.createconversationrequest.routingtarget'
  | 'chat.error.member.state'
  | 'chat.error.invalid.flow'
  | 'chat.error.invalid.queue'
  | 'chat.error.not.found'
  | 'chat.error.notnull.createconversationmessagerequest.body'
  | 'chat.error.notnull.createconversationrequest.memberinfo.displayname'
  | 'chat.error.notnull.createconversationrequest.routingtarget'
  | 'chat.error.pattern.createconversationrequest.deploymentid'
  | 'constraint.validation'
  | 'credentials.expired'
  | 'internal.server.error'
  | 'invalid.query.param.value'
  | 'invalid.value'
  | 'not.authorized'
  | 'not.found'
  | 'origin.not.allowed'
  | 'request.entity.too.large'
  | 'service.unavailable'
  | 'too.many.requests'
  | 'too.many.requests.retry.after'
  | 'unsupported.media.type'
  | JourneyContextCode;

/** What is missing in a journeyContext. */
export type JourneyContextCode = `chat.error.notnull.createconversationrequest.journeycontext.${
  | 'customer'
  | 'customer.customerid'
  | 'customer.customeridtype'
  | 'customersession.sessionid'
  | 'customersession.sessionidtype'
  | 'triggeringaction.actionid'
  | 'triggeringaction.actionmapid'
  | 'triggeringaction.actionmapversion'}`;

const notBadRequest: Partial<Record<string, number>> = {
  'authentication.required': 401,
  'bad.credentials': 401,
  'credentials.expired': 401,
  'not.authorized': 403,
  'origin.not.allowed': 403,
  'chat.error.not.found': 404,
  'not.found': 404,
  'client.timeout': 408,
  'request.conflict': 409,
  'request.entity.too.large': 413,
  'unsupported.media.type': 415,
  'too.many.requests': 429,
  'too.many.requests.retry.after': 429,
  'internal.server.error': 500,
  'chat.error': 500,
  'chat.error.internal': 500,
  'caht.error': 500,
  'service.unavailable': 503,
  'chat.error.service.unavailable': 503,
  'request.timeout': 504,
  'authentication.request.timeout': 504,
  'chat.error.service.timeout': 504,
};

const codeOfStatus: Partial<Record<number, string>> = {
  400: 'bad.request',
  401: 'bad.credentials',
  403: 'not.authorized',
  404: 'not.found',
  408: 'client.timeout',
  409: 'request.conflict',
  413: 'request.entity.too.large',
  415: 'unsupported.media.type',
  429: 'too.many.requests',
  500: 'internal.server.error',
  504: 'request.timeout',
};

/** The status that goes with a code; 400 for codes that name no other. */
export function statusOfCode(code: string): number {
  return notBadRequest[code] ?? 400;
}

/** The plainest code of a status. */
export function plainCodeOfStatus(status: number): string {
  return codeOfStatus[status] ?? 'service.unavailable';
}
