import { built } from '../built.ts';
import type { Draw } from '../draw.ts';
import { mutateText } from '../mutate.ts';
import { demand, type Target } from '../target.ts';

interface Signer {
  sign(parts: readonly string[]): string;
  verifies(parts: readonly string[], signature: string): boolean;
}

interface Core {
  createLinkSigner(secrets: readonly string[], purpose: string): Signer;
}

interface Tokens {
  createCustomerTokens(options: object): {
    mint(customer: string, ttlS: number): { readonly token: string };
    read(token: string): { readonly customer: string; readonly expired: boolean } | null;
  };
}

interface SmsMedia {
  readonly MediaLinks: new (
    publicUrl: string,
    options: object,
  ) => { make(file: object, now: number): string; read(url: string, now: number): { readonly link: string } };
}

interface SlackLinks {
  attachmentsOf(files: readonly object[], options: object): readonly { readonly url: string }[];
  readFileLink(url: string, signer: Signer): object | null;
}

interface Seals {
  createSeal(
    secrets: readonly string[],
    purpose: string,
  ): {
    close(text: string, about: string): string;
    open(sealed: string, about: string): string | null;
  };
}

interface Input {
  readonly kind: number;
  /** Changes one thing in what is right; the same word changes nothing. */
  readonly edit: readonly string[];
  readonly words: readonly string[];
  readonly seedOfEdit: number;
}

const NOW = Date.UTC(2026, 0, 1);
const SECRETS = ['a-secret-for-the-fuzz-only-0123456789'];
const PUBLIC_URL = 'https://bridge.example/channels/x';
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_=+/. %&?';

function make(draw: Draw): Input {
  const letter = (): string => draw.of([...ALPHABET]);
  return {
    kind: draw.between(0, 4),
    edit: draw.percent(85)
      ? [draw.of(['replace', 'insert', 'remove', 'mangle']), letter(), mutateText(draw, 'signature')]
      : [],
    words: [draw.text(), draw.text(), String(draw.number())],
    seedOfEdit: draw.between(0, 1_000_000),
  };
}

function edited(text: string, { edit: [how, letter = '', mangled = ''], seedOfEdit }: Input): string {
  const at = seedOfEdit % (text.length + 1);
  if (how === undefined) return text;
  if (how === 'replace') return text.slice(0, at) + letter + text.slice(at + 1);
  if (how === 'insert') return text.slice(0, at) + letter + text.slice(at);
  if (how === 'remove') return text.slice(0, at) + text.slice(at + 1);
  return text.slice(0, at) + mangled;
}

/** What the bridge has signed or sealed itself and gets back from anybody: only that, letter by letter, is believed. */
export const signedWords: Target<Input> = {
  name: 'signed-links-and-tokens',
  weight: 100,
  async open() {
    const core = await built<Core>('packages/core/dist/index.js');
    const { createCustomerTokens } = await built<Tokens>('packages/adapter-http/dist/tokens/customer-tokens.js');
    const { MediaLinks } = await built<SmsMedia>('packages/adapter-sms/dist/media/media-links.js');
    const slack = await built<SlackLinks>('packages/adapter-slack/dist/files/file-links.js');
    const { createSeal } = await built<Seals>('packages/adapter-slack/dist/install/seal.js');
    const signer = core.createLinkSigner(SECRETS, 'fuzz');
    const tokens = createCustomerTokens({ secrets: SECRETS, channel: 'web', clock: { now: () => NOW } });
    const media = new MediaLinks(PUBLIC_URL, { secrets: SECRETS, channel: 'sms' });
    const seal = createSeal(SECRETS, 'fuzz');
    const files = { publicUrl: PUBLIC_URL, signer, clock: { now: () => NOW }, ttlMs: 60_000 };
    /** Whether what came of one kind was believed, and whether it is what was made. */
    const kinds: readonly ((input: Input) => readonly [boolean, boolean])[] = [
      (input) => {
        const right = signer.sign(input.words);
        const came = edited(right, input);
        return [signer.verifies(input.words, came), came === right];
      },
      (input) => {
        const [customer = ''] = input.words;
        const right = tokens.mint(customer, 60).token;
        const came = edited(right, input);
        const reading = tokens.read(came);
        return [reading !== null, came === right];
      },
      (input) => {
        const right = media
          .make({ sid: `MM${'0'.repeat(32)}`, index: input.seedOfEdit % 10 }, NOW)
          .slice(PUBLIC_URL.length);
        const came = edited(right, input);
        return [media.read(came, NOW).link === 'good', isSameLink(came, right)];
      },
      (input) => {
        const [attachment] = slack.attachmentsOf([{ id: 'F0123' }], { team: 'T0123', links: files });
        const right = (attachment?.url ?? '').slice(PUBLIC_URL.length);
        const came = edited(right, input);
        return [slack.readFileLink(came, signer) !== null, isSameLink(came, right)];
      },
      (input) => {
        const [words = '', about = ''] = input.words;
        const came = edited(seal.close(words, about), input);
        const opened = seal.open(came, about);
        // What does not stand in the clear may be spelt in other ways, as long as nothing else comes of it.
        return [opened !== null, opened === Buffer.from(words).toString()];
      },
    ];
    return {
      make,
      judge(input) {
        const [believed, isOurs] = kinds[input.kind]?.(input) ?? [true, false];
        demand(isOurs || !believed, `a forged one of kind ${input.kind} was believed`);
        if (input.edit.length === 0 && input.kind !== 1)
          demand(believed, `a right one of kind ${input.kind} was refused`);
        return believed ? 'accepted' : 'refused';
      },
    };
  },
};

/** Path, time and signature; what else stands in a query, or in which spelling, names nothing. */
function isSameLink(one: string, other: string): boolean {
  const [came, right] = [one, other].map((url) =>
    URL.canParse(url, 'http://any') ? new URL(url, 'http://any') : null,
  );
  if (came == null || right == null) return false;
  const names = [...right.searchParams.keys()];
  return (
    came.pathname === right.pathname &&
    names.every((name) => came.searchParams.get(name) === right.searchParams.get(name))
  );
}
