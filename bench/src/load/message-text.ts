const ECHO = 'echo: ';
/** So that a message is as long as what people write. */
const WORDS = 'is there any news of the parcel that I sent back last week? It has not come yet';

export interface NumberedText {
  readonly customer: number;
  readonly number: number;
}

/** What a customer says: who it is and how many messages came before, then words. Unique. */
export function textOf(customer: number, number: number): string {
  return `${customer} ${number} ${WORDS}`;
}

export function customerIdOf(customer: number): string {
  return `customer-${customer}`;
}

/** Null: it is not one of ours. */
export function readText(text: string): NumberedText | null {
  const [customer, number, ...words] = text.split(' ');
  if (words.length === 0) return null;
  const read = { customer: Number(customer), number: Number(number) };
  return Number.isInteger(read.customer) && Number.isInteger(read.number) ? read : null;
}

/** The same of what the agent answered. */
export function readEcho(text: string): NumberedText | null {
  return text.startsWith(ECHO) ? readText(text.slice(ECHO.length)) : null;
}
