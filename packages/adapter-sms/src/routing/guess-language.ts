/** Frequent words that few other languages here share. */
const WORDS: Readonly<Record<string, string>> = {
  en: 'the and you is are my to of for with have need help hello hi please thanks what how can order not it this i',
  es: 'el los las una mi mis es está esta estoy tengo necesito quiero por para con hola gracias ayuda favor cómo cuándo dónde qué pero muy buenos buenas pedido no y español',
  fr: 'le les une est je suis mon mes ne pas pour avec bonjour merci aide besoin vous nous où quand comment très commande et dans français',
  pt: 'o os uma meu minha é está estou tenho preciso quero não com para por olá obrigado obrigada ajuda você onde quando pedido e português',
  de: 'der die das ein eine ist ich bin nicht mein meine für mit hallo danke hilfe bitte brauche sie wir wo wann wie sehr bestellung und deutsch',
  it: 'il lo gli una è sono mio mia non per con ciao grazie aiuto bisogno dove quando come molto ordine e italiano buongiorno',
  nl: 'de het een is ik ben niet mijn voor met hallo dank hulp nodig alstublieft waar wanneer hoe zeer bestelling en nederlands',
};
/** Scripts that one language (here) is written in. Japanese before Chinese, whose characters it uses as well. */
const SCRIPTS: readonly (readonly [string, RegExp])[] = [
  ['ja', /[\p{Script=Hiragana}\p{Script=Katakana}]/u],
  ['zh', /\p{Script=Han}/u],
  ['ko', /\p{Script=Hangul}/u],
  ['ru', /\p{Script=Cyrillic}/u],
  ['ar', /\p{Script=Arabic}/u],
  ['he', /\p{Script=Hebrew}/u],
  ['el', /\p{Script=Greek}/u],
  ['hi', /\p{Script=Devanagari}/u],
  ['th', /\p{Script=Thai}/u],
];
const wordSets = Object.entries(WORDS).map(([code, words]) => [code, new Set(words.split(' '))] as const);

export const KNOWN_LANGUAGES: readonly string[] = [...Object.keys(WORDS), ...SCRIPTS.map(([code]) => code)];

/**
 * The language that a text is most likely in, by its script or its most frequent words; null if two are as likely or
 * nothing is known. A guess, made to choose a queue: it is the same every time, and needs nothing but the text.
 */
export function guessLanguage(text: string): string | null {
  const script = SCRIPTS.find(([, letters]) => letters.test(text));
  if (script !== undefined) return script[0];
  const said =
    text
      .toLowerCase()
      .normalize('NFC')
      .match(/\p{L}+/gu) ?? [];
  const [first, second] = wordSets
    .map(([code, words]) => ({ code, hits: said.filter((word) => words.has(word)).length }))
    .sort((one, other) => other.hits - one.hits);
  if (first === undefined || first.hits === 0 || first.hits === second?.hits) return null;
  return first.code;
}
