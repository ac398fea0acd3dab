import { built } from '../built.ts';
import type { Draw } from '../draw.ts';
import { mutateText } from '../mutate.ts';
import { demand, type Target } from '../target.ts';

interface Fitting {
  readonly segmentsPerMessage: number;
  readonly partNumbers: boolean;
  readonly foldQuotes: boolean;
}

interface Fit {
  fitText(text: string, fitting: Fitting): readonly string[];
}

interface Segments {
  segmentsOf(text: string): number;
}

interface Input {
  readonly text: string;
  readonly fitting: Fitting;
}

const HEAP = /\p{M}{20}|(?:\u200d.){10}/u;
const MOST_UNITS = 1_600;
const WORDS = 'The parcel that you sent back is on its way – “tomorrow”, says the carrier, 100€ 😕 [ok] {x} ';

function make(draw: Draw): Input {
  const long = (draw.percent(50) ? draw.text() : WORDS).repeat(
    draw.percent(20) ? draw.between(1, 20) : draw.between(1, 4),
  );
  return {
    text: draw.percent(50) ? mutateText(draw, long) : long + draw.text(),
    fitting: {
      segmentsPerMessage: draw.of([1, 2, 3, 10, 24]),
      partNumbers: draw.percent(50),
      foldQuotes: draw.percent(10),
    },
  };
}

/** What a carrier shows as nothing but room between words. */
function bare(text: string): string {
  return text.replaceAll(/[ \n\t\r]/g, '');
}

function lone(text: string): number {
  return text.match(/\p{Surrogate}/gu)?.length ?? 0;
}

export const smsText: Target<Input> = {
  name: 'sms-parts',
  weight: 50,
  async open() {
    const { fitText } = await built<Fit>('packages/adapter-sms/dist/text/fit-text.js');
    const { segmentsOf } = await built<Segments>('packages/adapter-sms/dist/text/segments.js');
    return {
      make,
      judge({ text, fitting }) {
        const parts = fitText(text, fitting);
        demand(parts.length > 0, 'no part at all');
        // What is larger than a segment and read as one letter is taken apart; nobody counts it in the same way.
        const allowance = HEAP.test(text) ? Number.POSITIVE_INFINITY : 0;
        for (const part of parts) {
          demand(part.length <= MOST_UNITS, 'a part is longer than Twilio takes');
          demand(segmentsOf(part) <= fitting.segmentsPerMessage + allowance, 'a part has more segments than it may');
        }
        const isNumbered = fitting.partNumbers && parts.length > 1;
        const said = parts.map((part, at) => {
          const number = `(${at + 1}/${parts.length}) `;
          if (isNumbered) demand(part.startsWith(number), 'a part does not begin with its number');
          return isNumbered ? part.slice(number.length) : part;
        });
        if (fitting.foldQuotes) return 'accepted';
        demand(bare(said.join('')) === bare(text), 'words were lost, changed or put in another order');
        demand(said.reduce((sum, part) => sum + lone(part), 0) === lone(text), 'a character was cut in two');
        return 'accepted';
      },
    };
  },
};
