import { ownedBy } from './child-owner.ts';

/** Beats until it is killed, and tells each beat once the store has acknowledged it. */
export async function main(url: string): Promise<void> {
  const store = await ownedBy('child', url);
  for (let at = 1; ; at += 1) {
    await store.beat(at);
    console.log(at);
  }
}
