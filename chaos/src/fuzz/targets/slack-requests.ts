import { createHmac } from 'node:crypto';
import { AdapterRig, type Request } from '../adapter-rig.ts';
import { built } from '../built.ts';
import type { Draw } from '../draw.ts';
import { mutateBytes, mutateJson, mutateText } from '../mutate.ts';
import { COMMAND, EVENTS, PAYLOADS } from '../samples/slack.ts';
import { strangeJson } from '../strange-json.ts';
import { demand, type Target } from '../target.ts';

interface Sandbox {
  startSlack(options: object): Promise<{ readonly apiUrl: string; close(): Promise<void> }>;
  readonly slackDefaults: { readonly botToken: string; readonly signingSecret: string };
}

interface Input extends Request {
  readonly forged: boolean;
}

const NOW = Date.UTC(2026, 0, 1);

function make(draw: Draw, secret: string): Input {
  const strange = (): unknown => strangeJson(draw);
  const isForm = draw.percent(55);
  const payload = (): object => ({ payload: JSON.stringify(mutateJson(draw, draw.of(PAYLOADS), strange)) ?? '' });
  const form =
    isForm && draw.percent(60)
      ? payload()
      : Object.fromEntries(
          Object.entries(COMMAND).map(([name, value]) => [name, draw.percent(8) ? mutateText(draw, value) : value]),
        );
  const fresh = (json: object): string =>
    (JSON.stringify(mutateJson(draw, json, strange)) ?? '').replaceAll(
      '1767225600.0001',
      `17672256${draw.between(10, 99)}.${draw.between(1_000, 9_999)}`,
    );
  const text = isForm ? new URLSearchParams(form as Record<string, string>).toString() : fresh(draw.of(EVENTS));
  const body = draw.percent(10) ? mutateBytes(draw, Buffer.from(text)) : Buffer.from(text);
  const at = String(NOW / 1_000);
  const right = `v0=${createHmac('sha256', secret).update(`v0:${at}:`).update(body).digest('hex')}`;
  const signature = draw.percent(15) ? mutateText(draw, right) : right;
  return {
    method: 'POST',
    url: draw.percent(97) ? '/events' : `/${draw.text()}`,
    headers: {
      'content-type': draw.percent(95)
        ? isForm
          ? 'application/x-www-form-urlencoded'
          : 'application/json'
        : draw.text(),
      'x-slack-request-timestamp': at,
      'x-slack-signature': signature,
      'x-slack-retry-num': draw.percent(10) ? draw.text() : undefined,
      'x-slack-retry-reason': draw.percent(10) ? 'http_timeout' : undefined,
    },
    body,
    forged: signature !== right,
  };
}

/** What Slack posts, all the way through Bolt and the listeners, with a played workspace to ask. */
export const slackRequests: Target<Input> = {
  name: 'slack-requests',
  weight: 12,
  async open() {
    const { startSlack, slackDefaults } = await built<Sandbox>('packages/sandbox/dist/index.js');
    const slack = await startSlack({ postsPerSecond: 0, mode: 'http' });
    const { botToken, signingSecret } = slackDefaults;
    const rig = await AdapterRig.open({
      adapter: 'adapter-slack',
      channel: 'helpdesk',
      options: { mode: 'http', botToken, signingSecret, apiUrl: slack.apiUrl },
      publicUrl: 'https://bridge.example/channels/helpdesk',
      now: NOW,
      refusesWith500: true,
    });
    return {
      make: (draw) => make(draw, signingSecret),
      async judge({ forged, ...request }) {
        const { status, received, told } = await rig.handle(request);
        if (forged) {
          // Only Slack's look at the certificate is not signed; it is told nothing.
          demand(
            status >= 400 || String(Buffer.from(request.body)).includes('ssl_check'),
            'a forged request was served',
          );
          demand(received.length + told === 0, 'a forged request was listened to');
        }
        if (received.length > 0) demand(status < 300, `a message was taken and answered with ${status}`);
        return status < 300 ? 'accepted' : 'refused';
      },
      async close() {
        await rig.close();
        await slack.close();
      },
    };
  },
};
