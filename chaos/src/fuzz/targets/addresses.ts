import { built } from '../built.ts';
import type { Draw } from '../draw.ts';
import { mutateText } from '../mutate.ts';
import { demand, type Target } from '../target.ts';

interface Sms {
  addressOf(ends: { readonly ours: string; readonly theirs: string }): string;
  endsOf(made: string): { readonly ours: string; readonly theirs: string } | null;
}

interface Slack {
  encodeAddress(place: object): string;
  decodeAddress(text: string): object | null;
}

interface Status {
  statusUrl(publicUrl: string, link: object): string;
  readStatusUrl(url: string): { readonly deliveryId: string; readonly address: string } | null;
}

interface Input {
  readonly kind: number;
  readonly ours: string;
  readonly theirs: string;
  readonly text: string;
}

const SAMPLES = [
  '+12025550100:+12025550142',
  'whatsapp%3A+12025550100:%25',
  'T0SANDBOX1/C0HELPDSK1/1700000000.000100',
  'T0SANDBOX1/D0DIRECT01',
  'T1/C1/U1:13345224609.738474920.8088930838d88f008e0',
  '/status?d=d_1&c=KzEyMDI1NTUwMTAwOisxMjAyNTU1MDE0Mg',
  '',
];

function make(draw: Draw): Input {
  const number = (): string => (draw.percent(40) ? mutateText(draw, '+12025550100') : draw.text());
  const text = draw.percent(70) ? mutateText(draw, draw.of(SAMPLES)) : draw.text();
  return { kind: draw.between(0, 3), ours: number(), theirs: number(), text };
}

/** What is written into addresses and links comes out again as it was, and nothing else can be read. */
export const addresses: Target<Input> = {
  name: 'addresses',
  weight: 100,
  async open() {
    const sms = await built<Sms>('packages/adapter-sms/dist/address.js');
    const slack = await built<Slack>('packages/adapter-slack/dist/address.js');
    const status = await built<Status>('packages/adapter-sms/dist/outbound/status-link.js');
    return {
      make,
      judge({ kind, ours, theirs, text }) {
        if (kind === 0) {
          const ends = sms.endsOf(sms.addressOf({ ours, theirs }));
          demand(ends?.ours === ours && ends.theirs === theirs, 'both ends of a thread of texts came out otherwise');
          return 'accepted';
        }
        if (kind === 1) {
          const ends = sms.endsOf(text);
          if (ends !== null) demand(sms.addressOf(ends) === text, 'an address of texts has two spellings');
          return ends === null ? 'refused' : 'accepted';
        }
        if (kind === 2) {
          const place = slack.decodeAddress(text);
          if (place !== null) demand(slack.encodeAddress(place) === text, 'an address in Slack has two spellings');
          return place === null ? 'refused' : 'accepted';
        }
        const link = status.readStatusUrl(text);
        if (link === null) return 'refused';
        const url = status.statusUrl('', link).replace(/#.*/, '');
        const again = status.readStatusUrl(url);
        demand(
          again?.address === link.address && again.deliveryId === link.deliveryId,
          'a status link came out otherwise',
        );
        return 'accepted';
      },
    };
  },
};
