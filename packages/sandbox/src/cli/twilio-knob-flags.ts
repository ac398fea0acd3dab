import type { TwilioKnobs } from '../twilio/knobs.ts';
import type { KnobFlag } from './knob-flags.ts';

/** Every knob's flag; the table in twilio.md is tested against this one. */
export const twilioKnobFlags: Readonly<Record<keyof TwilioKnobs, KnobFlag>> = {
  unownedFromCode: {
    flag: '--unowned-from-code <code>',
    help: "a From that is not the account's: 21606, 21660, 21212",
  },
  bodyTooLongCode: { flag: '--body-too-long-code <code>', help: 'more than 1600 characters: 21617 or 21658' },
  otherAccountCode: { flag: '--other-account-code <code>', help: "another account's path: 20003 or 20404" },
  maxConcurrentRequests: { flag: '--max-concurrent-requests <n>', help: '429 20429 above this; 0 for no limit' },
  mediaAuth: { flag: '--no-media-auth', help: 'media need no credentials' },
  mediaRedirect: { flag: '--no-media-redirect', help: 'media come from the API itself, not from a storage host' },
  storageRefusesAuth: { flag: '--no-storage-refuses-auth', help: 'the storage host does not mind credentials' },

  queueMs: { flag: '--queue <ms>', help: 'from acceptance to sending' },
  sendMs: { flag: '--send <ms>', help: 'from sending to sent' },
  deliverMs: { flag: '--deliver <ms>', help: 'from sent to delivered' },
  segmentsPerSecond: { flag: '--segments-per-second <n>', help: 'throughput of a sender; 0 for no limit' },
  deliveryReceipts: { flag: '--no-delivery-receipts', help: 'what was sent stays sent: no carrier says more' },
  serviceFromNull: { flag: '--no-service-from-null', help: 'a create with a service names its sender at once' },
  sendingCallback: { flag: '--no-sending-callback', help: 'no callback for the status sending' },
  callbackOrder: { flag: '--callback-order <how>', help: 'inOrder, reversed or shuffled' },
  duplicateCallbacks: { flag: '--duplicate-callbacks', help: 'fault: every status callback twice' },
  callbacksBeforeAnswer: { flag: '--callbacks-before-answer', help: "all callbacks before the create's answer" },
  receiptDates: { flag: '--no-receipt-dates', help: 'callbacks without RawDlrDoneDate' },
  fetchMedia: { flag: '--no-fetch-media', help: 'do not fetch MediaUrls' },

  signedBody: { flag: '--signed-body <how>', help: 'params, formHash or jsonHash (bodySHA256 in the address)' },
  idempotencyToken: { flag: '--idempotency-token <when>', help: 'on retries, or always' },
  connectionOverrides: { flag: '--no-connection-overrides', help: 'do not heed #rc=…&rp=… in addresses' },
  retryTimeouts: { flag: '--retry-timeouts', help: 'retry a read time-out whatever the policy says' },
  geoParameters: { flag: '--no-geo-parameters', help: 'no FromCity … ToCountry' },
  unknownParameters: { flag: '--unknown-parameters', help: 'webhooks have a parameter nobody has heard of' },
  fallbackErrorParameters: {
    flag: '--no-fallback-error-parameters',
    help: 'the fallback is not told ErrorCode and ErrorUrl',
  },
  wrongContentTypeCode: { flag: '--wrong-content-type-code <code>', help: '12300, 12200 or 11200' },
  plainTextAnswers: { flag: '--plain-text-answers <what>', help: 'an answer in text/plain: error, or message' },

  optOut: { flag: '--opt-out <who>', help: 'who minds STOP, START and HELP: twilio, or off' },
  newerStopWords: { flag: '--no-newer-stop-words', help: 'REVOKE and OPTOUT mean nothing' },
  optOutReplies: { flag: '--no-opt-out-replies', help: 'Twilio does not answer these words' },
  optOutRepliesListed: { flag: '--no-opt-out-replies-listed', help: 'its answers are not among the messages' },
  startAlwaysAnswered: { flag: '--start-always-answered', help: 'START is answered although nobody had opted out' },
  tollFreeWords: { flag: '--toll-free-words <whose>', help: 'on toll-free numbers: carrier or twilio' },
};
