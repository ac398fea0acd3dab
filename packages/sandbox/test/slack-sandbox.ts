import { LogLevel, SocketModeClient } from '@slack/socket-mode';
import { WebClient } from '@slack/web-api';
import { onTestFinished } from 'vitest';
import type { SlackOptions, SlackSandbox, SlackTraceEvent } from '../src/index.ts';
import { slackDefaults, startSlack } from '../src/index.ts';

const silent = {
  debug: () => {},
  info: () => {},
  warn: () => {},
  error: () => {},
  setLevel: () => {},
  getLevel: () => LogLevel.ERROR,
  setName: () => {},
};

/** A sandbox of this test's own, on a free port, closed with the test. */
export async function slackForTest(options: SlackOptions = {}): Promise<SlackSandbox> {
  const sandbox = await startSlack(options);
  onTestFinished(() => sandbox.close());
  return sandbox;
}

/** The vendor's client, which tries nothing twice. */
export function webClient(sandbox: SlackSandbox, token: string = slackDefaults.botToken): WebClient {
  return new WebClient(token, {
    slackApiUrl: sandbox.apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logger: silent,
  });
}

/** The vendor's socket, connected, and disconnected with the test. It waits `reconnectMs` before it reconnects. */
export async function socketClient(sandbox: SlackSandbox, reconnectMs = 5_000): Promise<SocketModeClient> {
  const client = new SocketModeClient({
    appToken: slackDefaults.appToken,
    logger: silent,
    clientPingTimeout: reconnectMs,
    clientOptions: { slackApiUrl: sandbox.apiUrl },
  });
  await client.start();
  onTestFinished(() => client.disconnect());
  return client;
}

/** What a listener of the vendor's socket is given. */
export interface Heard {
  readonly type: string;
  readonly envelope_id: string;
  // biome-ignore lint/suspicious/noExplicitAny: what it holds is what the tests are about.
  readonly body: any;
  readonly retry_num?: number;
  readonly retry_reason?: string;
  readonly accepts_response_payload?: boolean;
  ack(response?: object): Promise<void>;
}

/** The next thing that the socket brings and that fits. */
export function heard(client: SocketModeClient, fits: (heard: Heard) => boolean = () => true): Promise<Heard> {
  return new Promise((resolve) => {
    const listener = (event: Heard) => {
      if (!fits(event)) return;
      client.off('slack_event', listener);
      resolve(event);
    };
    client.on('slack_event', listener);
  });
}

/** Waits for the next thing to happen that fits. */
export function slackTraced(
  sandbox: SlackSandbox,
  fits: (event: SlackTraceEvent) => boolean,
): Promise<SlackTraceEvent> {
  return new Promise((resolve) => {
    const stop = sandbox.control.watch((event) => {
      if (!fits(event)) return;
      stop();
      resolve(event);
    });
  });
}
