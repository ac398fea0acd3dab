/** A script as it is written: one scenario, or several of which the first that fits plays. */
export type AgentScript = ScriptedScenario | { readonly scenarios: readonly ScriptedScenario[] };

/** What the agent does in a chat, in order. */
export interface ScriptedScenario {
  /** For error messages and the trace. */
  readonly name?: string;
  /** Only for chats of which all of this is true. */
  readonly match?: {
    readonly queue?: string;
    /** The guest's. */
    readonly displayName?: string;
    readonly customField?: Readonly<Record<string, string>>;
  };
  /** After the last step goes on at the first `waitFor`. */
  readonly repeat?: boolean;
  readonly steps: readonly ScriptedStep[];
}

/** One step; the README says what each does. A step without arguments may be its name alone. */
export type ScriptedStep =
  | 'alert'
  | 'accept'
  | 'decline'
  | 'type'
  | 'hold'
  | 'transfer'
  | 'leave'
  | 'end'
  | 'mediaRequest'
  | { readonly alert: ScriptedName }
  | { readonly accept: ScriptedName }
  | { readonly decline: ScriptedName }
  | { readonly transfer: ScriptedName }
  | { readonly say: string | { readonly text: string; readonly bodyType?: 'standard' | 'notice' } }
  | { readonly mediaRequest: { readonly types?: readonly ('COBROWSE' | 'SCREENSHARE')[] } }
  | { readonly wait: number }
  | {
      readonly waitFor: 'guestMessage';
      readonly text?: string;
      readonly matches?: string;
      readonly count?: number;
    };

type ScriptedName = string | { readonly displayName?: string };
