import { InvalidArgumentError } from 'commander';

/** Throws commander's InvalidArgumentError. */
export function parsePort(text: string): number {
  const port = parseNumber(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new InvalidArgumentError('Not a port (0 to 65535).');
  return port;
}

/** NaN for what is no number. */
export function parseNumber(text: string): number {
  return text.trim() === '' ? Number.NaN : Number(text);
}
