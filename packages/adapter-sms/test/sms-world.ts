import type { ChannelAdapter, OutboundDelivery } from '@trunkline/core';
import { FakeAdapterContext, ManualClock, messageDelivery } from '@trunkline/core/testing';
import type { PhoneMessage, TextFromPhone, TwilioSandbox } from '@trunkline/sandbox';
import { onTestFinished } from 'vitest';
import { addressOf } from '../src/address.ts';
import { adapter } from '../src/index.ts';
import { openChannelHost } from './channel-host.ts';
import { OURS, THEIRS } from './signed-request.ts';
import { sandboxForTest, type TwilioOptions } from './twilio-sandbox.ts';

export interface SmsWorld {
  readonly sandbox: TwilioSandbox;
  readonly adapter: ChannelAdapter;
  readonly context: FakeAdapterContext;
  readonly publicUrl: string;
  /** A phone texts our number; resolves once every webhook of it is answered. */
  text(text: string | Partial<TextFromPhone>): Promise<PhoneMessage>;
  /** What has come to the phone, oldest first. */
  arrived(): readonly string[];
  deliver(text: string, changes?: Partial<OutboundDelivery>): ReturnType<ChannelAdapter['deliver']>;
}

export interface WorldOptions {
  readonly options?: Readonly<Record<string, unknown>>;
  readonly twilio?: TwilioOptions;
  readonly context?: FakeAdapterContext;
  /** False: the channel has no public URL. */
  readonly reachable?: boolean;
}

/** A started channel with Twilio played beside it, both on real ports. */
export async function smsWorld({ options, twilio, context, reachable = true }: WorldOptions = {}): Promise<SmsWorld> {
  const host = await openChannelHost();
  const { publicUrl } = host;
  const smsUrl = `${publicUrl}/inbound#rc=3&rp=all`;
  const sandbox = await sandboxForTest({
    numbers: [{ phoneNumber: OURS, smsUrl: reachable ? smsUrl : '' }],
    optOutRepliesListed: false,
    optOutReplies: false,
    ...twilio,
  });
  const made = adapter.create(
    adapter.options.parse({
      accountSid: sandbox.accountSid,
      authToken: sandbox.authToken,
      apiUrl: sandbox.url,
      ...options,
    }),
  );
  host.mount(made);
  const place =
    context ?? new FakeAdapterContext({ ...(reachable ? { publicUrl } : {}), clock: new ManualClock(Date.now()) });
  await made.start(place);
  onTestFinished(() => made.stop());
  return {
    sandbox,
    adapter: made,
    context: place,
    publicUrl,
    async text(text) {
      const said = sandbox.control.text({ from: THEIRS, ...(typeof text === 'string' ? { body: text } : text) });
      await sandbox.control.quiet();
      return said;
    },
    arrived: () =>
      sandbox.control
        .messages(THEIRS)
        .filter(({ direction, arrivedAt }) => direction === 'in' && arrivedAt !== null)
        .map(({ body }) => body),
    deliver(text, changes) {
      const delivery = messageDelivery(CUSTOMER, text, { createdAt: place.clock.now() });
      return made.deliver({ ...delivery, ...changes }, new AbortController().signal);
    },
  };
}

export const CUSTOMER: ReturnType<typeof addressOf> = addressOf({ ours: OURS, theirs: THEIRS });
