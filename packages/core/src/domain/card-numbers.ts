/** Groups of digits, a single separator between them. */
const RUNS = /\d+(?:[\s\-–—._/]\d+)*/g;
const FEWEST = 13;
const MOST = 19;
/** How many digits stay, so that people can tell which card was meant. */
const SHOWN = 4;

/**
 * The text with every card number in it masked but for its last four digits: 13 to 19 digits, with or without
 * separators, whose check digit is right, and which are no part of a longer run of digits.
 */
export function maskCardNumbers(text: string): string {
  return text.replace(RUNS, maskRun);
}

function maskRun(run: string): string {
  if (run.length < FEWEST) return run;
  const parts = run.split(/(\D)/);
  const out: string[] = [];
  for (let from = 0; from < parts.length; ) {
    const end = from % 2 === 0 ? endOfCard(parts, from) : null;
    const last = end ?? from;
    const part = parts.slice(from, last + 1).join('');
    out.push(end === null ? part : masking(part));
    from = last + 1;
  }
  return out.join('');
}

/** The last group of the longest card that begins with the group at `from`; null: none does. */
function endOfCard(parts: readonly string[], from: number): number | null {
  let digits = '';
  let found: number | null = null;
  for (let index = from; index < parts.length && digits.length <= MOST; index += 2) {
    digits += parts[index] ?? '';
    if (digits.length >= FEWEST && digits.length <= MOST && isChecked(digits)) found = index;
  }
  return found;
}

/** Luhn. */
function isChecked(digits: string): boolean {
  let sum = 0;
  for (let place = 1; place <= digits.length; place += 1) {
    const digit = Number(digits[digits.length - place]);
    const doubled = place % 2 === 0 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

function masking(card: string): string {
  let left = card.replace(/\D/g, '').length - SHOWN;
  return card.replace(/\d/g, (digit) => {
    left -= 1;
    return left >= 0 ? '*' : digit;
  });
}
