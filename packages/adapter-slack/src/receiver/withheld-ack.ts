/**
 * What Bolt is given to acknowledge with. Bolt acknowledges events before its listeners have run; nothing goes out from
 * here until the receiver knows that all of it is durable.
 */
export class WithheldAck {
  #response: unknown = undefined;

  /** What goes back with the acknowledgement; undefined: nothing but that. */
  get response(): unknown {
    return this.#response;
  }

  readonly ack = async (response?: unknown): Promise<void> => {
    // Bolt's own, for events, comes first and says nothing.
    if (response !== undefined) this.#response = response;
  };
}
