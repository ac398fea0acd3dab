/** GSM 03.38's basic alphabet. Lowercase ç is not in it, capital Ç is (§1.8). */
const basic: ReadonlySet<string> = new Set(
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
);

/** Its extension table: each costs an escape and itself. */
const extended: ReadonlySet<string> = new Set('\f^{}\\[~]|€');

/** Septets that a character takes; undefined: it is not in GSM-7, and forces UCS-2 on the whole text. */
export function septetsOf(character: string): 1 | 2 | undefined {
  if (basic.has(character)) return 1;
  return extended.has(character) ? 2 : undefined;
}
