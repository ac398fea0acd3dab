/** The GSM 7-bit default alphabet (3GPP TS 23.038), one septet each; without ESC. */
const BASIC =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà';
/** Its extension table: an escape and one more. */
const EXTENSION = '\f^{}\\[~]|€';

const septets: ReadonlyMap<string, number> = new Map([
  ...[...BASIC].map((character) => [character, 1] as const),
  ...[...EXTENSION].map((character) => [character, 2] as const),
]);

/** How many septets a character takes; 0: the alphabet does not have it, and the whole message needs UCS-2. */
export function septetsOf(character: string): number {
  return septets.get(character) ?? 0;
}
