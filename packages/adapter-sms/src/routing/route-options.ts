/** Where conversations go, as far as it is not where the channel's config says. */
export interface RoutingOptions {
  readonly queue?: string | undefined;
  readonly skills?: readonly string[] | undefined;
  readonly language?: string | undefined;
  readonly priority?: number | undefined;
}

export interface RouteOptions {
  /** All of them must be true. */
  readonly when: Conditions;
  readonly routing: RoutingOptions;
}

export interface Conditions {
  /** The first word of the text is one of these, in any case. */
  readonly keyword?: string | readonly string[] | undefined;
  /** The text is most likely in one of these languages, e.g. `es`. */
  readonly language?: string | readonly string[] | undefined;
  /** One of our numbers was texted. */
  readonly to?: string | readonly string[] | undefined;
  /** The country of the customer's number, e.g. `MX`. */
  readonly country?: string | readonly string[] | undefined;
  readonly hours?: Hours | undefined;
}

/** From the minute `from` until before the minute `to`; past midnight if `to` is the earlier one. */
export interface Hours {
  readonly from: string;
  readonly to: string;
  /** Default: every day. */
  readonly days?: readonly Day[] | undefined;
  /** As in the IANA data base, e.g. `America/New_York`. */
  readonly timeZone: string;
}

export type Day = 'mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat' | 'sun';
