interface CodeFacts {
  readonly status: number;
  readonly message: string;
}

/** What the API answers with (§1.6), and what messages fail with. The texts are the vendor's in spirit, not in letter. */
const facts: Readonly<Record<number, CodeFacts>> = {
  20001: { status: 400, message: 'Bad request' },
  20003: { status: 401, message: 'Authenticate' },
  20004: { status: 405, message: 'Method not allowed' },
  20009: { status: 409, message: 'Cannot delete message because delivery has not been completed.' },
  20404: { status: 404, message: 'The requested resource was not found' },
  20429: { status: 429, message: 'Too Many Requests' },
  20500: { status: 500, message: 'Internal Server Error' },
  20503: { status: 503, message: 'Service is unavailable. Please try again' },
  21211: { status: 400, message: "The 'To' number is not a valid phone number." },
  21212: { status: 400, message: "The 'From' number is not a valid phone number or sender." },
  21266: { status: 400, message: "'To' and 'From' number cannot be the same" },
  21408: { status: 400, message: "Permission to send an SMS has not been enabled for the region of the 'To' number" },
  21602: { status: 400, message: 'Message body is required.' },
  21603: { status: 400, message: "A 'From' phone number is required." },
  21604: { status: 400, message: "A 'To' phone number is required." },
  21606: { status: 400, message: "The 'From' phone number is not a valid, message-capable number of the account" },
  21609: { status: 400, message: "The 'StatusCallback' URL is not a valid URL." },
  21610: { status: 400, message: 'Attempt to send to unsubscribed recipient' },
  21611: { status: 429, message: "This 'From' number has exceeded the maximum number of queued messages" },
  21614: { status: 400, message: "'To' number is not a valid mobile number" },
  21617: { status: 400, message: 'The concatenated message body exceeds the 1600 character limit' },
  21620: { status: 400, message: 'Invalid media URL(s)' },
  21623: { status: 400, message: 'Number of media files exceeds allowed limit' },
  21658: { status: 400, message: 'The message exceeds the channel character limit' },
  21660: { status: 400, message: "Mismatch between the 'From' number and the account" },
  21701: { status: 400, message: 'The Messaging Service does not exist.' },
  21703: { status: 400, message: 'The Messaging Service has no phone numbers' },
  21712: { status: 400, message: "The 'From' number does not belong to the Messaging Service" },
  30409: { status: 409, message: 'The message cannot be canceled: it is not scheduled' },
  35111: { status: 400, message: "'SendAt' must be between 15 minutes and 35 days from now" },
  35114: { status: 400, message: "'SendAt' is required to schedule a message" },
  35118: { status: 400, message: "'MessagingServiceSid' is required to schedule a message" },
  30001: { status: 400, message: 'Queue overflow' },
  30002: { status: 400, message: 'Account suspended' },
  30003: { status: 400, message: 'Unreachable destination handset' },
  30004: { status: 400, message: 'Message blocked' },
  30005: { status: 400, message: 'Unknown destination handset' },
  30006: { status: 400, message: 'Landline or unreachable carrier' },
  30007: { status: 400, message: 'Message filtered' },
  30008: { status: 400, message: 'Unknown error' },
  30019: { status: 400, message: 'Content size exceeds carrier limit' },
  30034: { status: 400, message: 'Message from an unregistered number' },
  30036: { status: 400, message: 'Validity period expired' },
  30450: { status: 400, message: 'Message delivery blocked by SMS pumping protection' },
  60728: { status: 429, message: 'Hourly message limit of the account exceeded' },
  63014: { status: 400, message: 'Blocked by user action' },
  63017: { status: 429, message: 'Message rate of the account exceeded' },
  63018: { status: 429, message: 'Rate limit exceeded for the channel' },
  63038: { status: 429, message: 'Daily message limit of the account exceeded' },
  11200: { status: 400, message: 'HTTP retrieval failure' },
  11205: { status: 400, message: 'HTTP connection failure' },
  11750: { status: 400, message: 'TwiML response body too large' },
  12100: { status: 400, message: 'Document parse failure' },
  12200: { status: 400, message: 'Schema validation warning' },
  12300: { status: 400, message: 'Invalid Content-Type' },
};

/** The HTTP status that a code comes with; 400 for one that is not known here. */
export function statusOfCode(code: number): number {
  return facts[code]?.status ?? 400;
}

export function messageOfCode(code: number): string {
  return facts[code]?.message ?? `Error ${code}`;
}

/** The code that a bare HTTP status comes with. */
export function codeOfStatus(status: number): number {
  return { 401: 20003, 404: 20404, 405: 20004, 429: 20429, 500: 20500, 503: 20503 }[status] ?? 20001;
}
