import type { SlackCloud } from '../slack-cloud.ts';
import type { Installation, Team } from '../workspace/team.ts';
import type { Args } from './args.ts';

/** A call, whoever makes it. */
export interface OpenCall {
  readonly cloud: SlackCloud;
  readonly args: Args;
  /** Of `Authorization: Basic`, where an app names itself. */
  readonly basic: { readonly id: string; readonly secret: string } | undefined;
}

/** A call of the app in one workspace. */
export interface BotCall extends OpenCall {
  readonly token: string;
  readonly team: Team;
  readonly bot: Installation;
}

/** What a method does: its answer's fields beside `ok`. It must not wait, so that events come after it, in order. */
export type Handler<Call extends OpenCall> = (call: Call) => object;

/** A method for bot tokens. */
export interface BotMethod {
  /** One of these is enough; none at all when empty. */
  readonly scopes: readonly string[];
  readonly handle: Handler<BotCall>;
}

export type BotMethods = Readonly<Record<string, BotMethod>>;
