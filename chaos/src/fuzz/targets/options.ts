import { built } from '../built.ts';
import type { Draw } from '../draw.ts';
import { mutateJson } from '../mutate.ts';
import { OPTIONS } from '../samples/config.ts';
import { strangeJson } from '../strange-json.ts';
import type { Target } from '../target.ts';

interface Definition {
  readonly adapter: {
    readonly options: { safeParse(options: unknown): { readonly success: boolean; readonly data?: object } };
    create(options: object): { readonly capabilities: { readonly text?: { fit?(text: string): readonly string[] } } };
  };
}

interface Input {
  readonly adapter: string;
  readonly options: unknown;
}

function make(draw: Draw): Input {
  const adapter = draw.of(Object.keys(OPTIONS));
  return { adapter, options: mutateJson(draw, draw.of(OPTIONS[adapter] ?? []), () => strangeJson(draw)) };
}

/** The options of the built-in channels. With whatever is taken an adapter can be made. */
export const options: Target<Input> = {
  name: 'channel-options',
  weight: 30,
  async open() {
    const definitions = new Map<string, Definition>();
    for (const name of Object.keys(OPTIONS))
      definitions.set(name, await built<Definition>(`packages/adapter-${name}/dist/index.js`));
    return {
      make,
      judge({ adapter, options: given }) {
        const definition = definitions.get(adapter)?.adapter;
        const read = definition?.options.safeParse(given);
        if (read?.success !== true || read.data === undefined) return 'refused';
        definition?.create(read.data).capabilities.text?.fit?.('hello');
        return 'accepted';
      },
    };
  },
};
