interface Remedy {
  readonly codes: RegExp;
  readonly sentence: string;
}

/** What to do about a route that takes nothing, by its code; the first that fits counts. */
const REMEDIES: readonly Remedy[] = [
  {
    codes: /^chat\.error\.invalid\.queue$|createconversationrequest\.routingtarget$/,
    sentence: 'Correct routing.queue: it is the exact name or the id of a queue that takes chats.',
  },
  {
    codes: /^chat\.error\.invalid\.flow$/,
    sentence: 'Publish the chat flow that the deployment names, or name another one in the deployment.',
  },
  { codes: /^chat\.deployment\.disabled$/, sentence: 'Enable the deployment in Genesys Cloud, or name another one.' },
  {
    codes: /^chat\.deployment\.require\.auth$/,
    sentence: 'Set guestChat.memberAuthToken, or switch authentication off in the deployment.',
  },
  {
    codes: /^chat\.deployment\.bad\.auth$/,
    sentence: 'Genesys does not believe the token: check what memberAuthToken gives against the deployment’s settings.',
  },
  {
    codes: /^member-auth\.failed$/,
    sentence:
      'memberAuthToken gave no token: the log line member-auth.failed says why; trunkline check --online tries it.',
  },
  {
    codes: /^origin\.not\.allowed$/,
    sentence: 'Take the list of allowed domains off the deployment, or use one without: the bridge is no web page.',
  },
  {
    codes: /^ip\.not\.authorized$/,
    sentence: 'Add the bridge’s public address to the addresses that the organization allows.',
  },
  {
    codes: /\.deploymentid$/,
    sentence: 'Correct guestChat.deploymentId: it is the id of a widget deployment.',
  },
  {
    codes: /^(authentication\.required|bad\.credentials|http\.401)$/,
    sentence:
      'Check guestChat.organizationId, guestChat.deploymentId and the region; the deployment may want authentication.',
  },
  {
    codes: /^(not\.authorized|missing\.(any\.)?permissions?|authz\.policy\.denied|http\.403)$/,
    sentence: 'Check that the organization still has guest chat and that the deployment belongs to it.',
  },
  {
    codes: /^(not\.found|chat\.error\.not\.found|http\.404)$/,
    sentence:
      'Check the region, guestChat.organizationId and guestChat.deploymentId: one of them does not exist there.',
  },
  {
    codes: /^(too\.many\.requests(\.retry\.after)?|http\.429)$/,
    sentence:
      'Nothing: the bridge waits as long as it is asked to. If it lasts, look for others that use the organization.',
  },
  {
    codes: /^http\.webhook\./,
    sentence: 'Look at your webhook receiver: it must be reachable and answer 2xx within 15 s.',
  },
  {
    codes: /^twilio\.(20003|20005|20008|20404|401|403|404)$/,
    sentence:
      'Compare accountSid, authToken and apiKey with the Twilio console and set them right; `trunkline check --online` asks whether they are taken.',
  },
  {
    codes: /^twilio\.(timeout|unreachable|broken-off|20503|5\d\d)$/,
    sentence: 'Check the network on the way to Twilio, apiUrl, and status.twilio.com. Nothing is lost meanwhile.',
  },
  {
    codes: /^twilio\./,
    sentence:
      'The Twilio account or its numbers have to be set right: https://www.twilio.com/docs/api/errors says more of the code.',
  },
  {
    codes: /^network\.(ENOTFOUND|EAI_AGAIN)$/,
    sentence: 'The host name is not known: check region or apiUrl, and DNS on this machine.',
  },
  {
    codes: /^network\..*(CERT|SELF_SIGNED|TLS|SSL|VERIFY)/,
    sentence: 'The certificate is not believed: check this machine’s clock and proxies that break TLS open.',
  },
  {
    codes: /^(network\.|request\.aborted$|engine\.deadline$)/,
    sentence:
      'Check the network, proxies and firewalls on the way out; if all is well, the other side is away and nothing is lost.',
  },
  {
    codes:
      /^(http\.5\d\d|internal\.server\.error|service\.unavailable|chat\.error(\.(internal|service\..*))?|caht\.error|(authentication\.)?request\.timeout)$/,
    sentence: 'Genesys Cloud is away: its status page tells more. Nothing is lost meanwhile.',
  },
  {
    codes: /^(answer\.unreadable|stream\.address|http\.[23]\d\d)$/,
    sentence: 'Check that apiUrl leads to Genesys Cloud and not to a login page or a proxy.',
  },
  {
    codes: /^channel\.not-started$/,
    sentence: 'The adapter has not started: the log line channel.failed says why.',
  },
];

/** One sentence for whoever has to mend it. */
export function remedyOf(code: string | null): string {
  const known = code === null ? undefined : REMEDIES.find(({ codes }) => codes.test(code));
  return known?.sentence ?? 'docs/errors.md explains the code. Nothing fails meanwhile; it is tried again by itself.';
}
