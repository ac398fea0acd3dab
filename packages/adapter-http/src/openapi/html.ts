/** Text that is markup already. Everything else is escaped where it is put in. */
export class Html {
  readonly #markup: string;

  constructor(markup: string) {
    this.#markup = markup;
  }

  toString(): string {
    return this.#markup;
  }
}

type Piece = Html | string | number | readonly Piece[];

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** A template whose values cannot become markup by accident. */
export function html(texts: TemplateStringsArray, ...values: readonly Piece[]): Html {
  return new Html(
    texts.map((text, index) => text + (index < values.length ? render(values[index] ?? '') : '')).join(''),
  );
}

/** Plain words in which `…` marks code. */
export function prose(text: string): Html {
  const pieces = text
    .split('`')
    .map((piece, index) => (index % 2 === 0 ? html`${piece}` : html`<code>${piece}</code>`));
  return html`${pieces}`;
}

function render(piece: Piece): string {
  if (piece instanceof Html) return String(piece);
  if (typeof piece === 'object') return piece.map(render).join('');
  return String(piece).replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}
