import type { ZodType } from 'zod';
import type { ChannelAdapter } from './channel-adapter.ts';

/** What an adapter package exports under the name `adapter`. */
export interface AdapterDefinition<Options = unknown> {
  /** The version of the ChannelAdapter contract it was written for. */
  readonly contract: number;
  readonly name: string;
  /** Checks the channel's options; strict, so that a misspelt key is an error. */
  readonly options: ZodType<Options>;
  create(options: Options): ChannelAdapter;
}

/** Names the types of an adapter's definition; returns it unchanged. */
export function defineAdapter<Options>(definition: AdapterDefinition<Options>): AdapterDefinition<Options> {
  return definition;
}
