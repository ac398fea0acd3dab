import type { ChannelReply } from '@trunkline/core';
import type { ComponentName } from '../openapi/components.ts';
import type { Call, Services } from './endpoint.ts';

/** `key`: an API key; `customer`: also a token of that customer; `stream`: also one in the URL. */
export type Access = 'public' | 'key' | 'customer' | 'stream';

/** One endpoint: what it does, and what is said of it. The router and the API's description read the same list. */
export type Operation = Description &
  (
    | { readonly access: 'public'; readonly run: (services: Services) => ChannelReply }
    | {
        readonly access: Exclude<Access, 'public'>;
        /** `segment` is what stands for `{id}` in the path, still encoded. */
        readonly run: (call: Call, segment: string) => Promise<ChannelReply>;
      }
  );

interface Description {
  readonly id: string;
  readonly method: 'GET' | 'POST';
  /** As in OpenAPI, with `{id}`. */
  readonly path: string;
  readonly summary: string;
  readonly description: string;
  readonly parameters?: readonly Parameter[];
  readonly body?: ComponentName;
  readonly answers: Answers;
}

export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly description: string;
  readonly schema: Readonly<Record<string, string | number>>;
}

/** By status. */
export type Answers = Readonly<Record<number, Answer>>;

export interface Answer {
  readonly description: string;
  readonly content?: AnswerContent;
  /** Headers by name, each with what it says. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** A component, or a string of that media type. */
type AnswerContent =
  | { readonly type: 'application/json' | 'application/problem+json'; readonly schema: ComponentName }
  | { readonly type: 'text/event-stream' | 'text/html'; readonly schema?: never };
