import { createLinkSigner, type LinkSigner } from '@trunkline/core';
import type { MediaRef } from '../provider/provider.ts';

/** For how long an agent, or whoever reads the transcript, can open a file that a customer sent. */
const LIFETIME_MS = 7 * 24 * 60 * 60_000;
const PATH = /^\/media\/([0-9A-Za-z]{4,66})\/(\d{1,2})$/;

export type ReadLink =
  | { readonly link: 'good'; readonly file: MediaRef }
  | { readonly link: 'expired' | 'forged' | 'none' };

/** Makes and reads links to files of messages: `/media/<sid>/<index>?expires=<seconds>&signature=…` below the channel. */
export class MediaLinks {
  readonly #publicUrl: string;
  readonly #signer: LinkSigner;
  readonly #channel: string;

  constructor(publicUrl: string, options: { readonly secrets: readonly string[]; readonly channel: string }) {
    this.#publicUrl = publicUrl;
    this.#signer = createLinkSigner(options.secrets, 'sms-media');
    this.#channel = options.channel;
  }

  make(file: MediaRef, now: number): string {
    const expires = String(Math.floor((now + LIFETIME_MS) / 1_000));
    const signature = this.#signer.sign(this.#parts(file, expires));
    return `${this.#publicUrl}/media/${file.sid}/${file.index}?expires=${expires}&signature=${signature}`;
  }

  /** `url` is the path below the channel, with its query. */
  read(url: string, now: number): ReadLink {
    const [path = '', query = ''] = url.split('?');
    const [, sid, index] = PATH.exec(path) ?? [];
    if (sid === undefined || index === undefined) return { link: 'none' };
    const parameters = new URLSearchParams(query);
    const expires = parameters.get('expires') ?? '';
    const file = { sid, index: Number(index) };
    if (!this.#signer.verifies(this.#parts(file, expires), parameters.get('signature') ?? ''))
      return { link: 'forged' };
    return Number(expires) * 1_000 > now ? { link: 'good', file } : { link: 'expired' };
  }

  #parts({ sid, index }: MediaRef, expires: string): readonly string[] {
    return [this.#channel, sid, String(index), expires];
  }
}
