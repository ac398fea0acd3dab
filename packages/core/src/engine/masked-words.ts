import type { Ending, InboundMessage } from '../contracts/channel-adapter.ts';
import { maskCardNumbers } from '../domain/card-numbers.ts';

/**
 * A message whose words hold no card number. Its digest is made anew where there was one: whoever has a digest of a
 * card number can find the number out.
 */
export function withoutCards(message: InboundMessage): InboundMessage {
  const { digest: _, ...rest } = message;
  const { text, author, attachments } = message;
  const masked: InboundMessage = {
    ...rest,
    text: maskCardNumbers(text),
    ...(author?.name === undefined ? {} : { author: { ...author, name: maskCardNumbers(author.name) } }),
    ...(attachments === undefined
      ? {}
      : {
          attachments: attachments.map((one) =>
            one.name === undefined ? one : { ...one, name: maskCardNumbers(one.name) },
          ),
        }),
  };
  return masked.text === text && message.digest !== undefined ? { ...masked, digest: message.digest } : masked;
}

/** The same for what a customer says to end it. */
export function withoutCardsAtEnd(ending: Ending): Ending {
  const { notice, lastWords } = ending;
  return {
    ...ending,
    ...(notice === undefined ? {} : { notice: maskCardNumbers(notice) }),
    ...(lastWords === undefined ? {} : { lastWords: maskCardNumbers(lastWords) }),
  };
}
