import type { Clock, ContactCenter, Logger } from '@trunkline/core';
import type { Environment } from '../config/interpolate.ts';
import type { ContactCenterRuntime } from '../wiring.ts';
import { createMemberAuthToken, type MemberAuthToken } from './member-auth-token/member-auth-token.ts';
import type { PlannedContactCenter } from './plan.ts';
import { renamedContactCenter } from './renamed-contact-center.ts';

export interface ContactCenterParts {
  /** Of the config file. */
  readonly folder: string;
  readonly environment: Environment;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** The contact centre of a plan, under the name that sessions know it by. `ask` replaces the way to a token. */
export function createContactCenter(
  { name, settings, create }: PlannedContactCenter,
  parts: ContactCenterParts,
  ask: MemberAuthToken | null = memberAuthTokenOf({ settings }, parts),
): ContactCenter {
  const { clock, logger } = parts;
  const runtime: ContactCenterRuntime = { clock, logger, ...(ask === null ? {} : { memberAuthToken: ask }) };
  return renamedContactCenter(create(settings, runtime), name);
}

/** Null if the deployment does not ask who its customers are. */
export function memberAuthTokenOf(
  { settings }: Pick<PlannedContactCenter, 'settings'>,
  parts: ContactCenterParts,
): MemberAuthToken | null {
  const config = settings.guestChat?.memberAuthToken;
  return config === undefined ? null : createMemberAuthToken(config, { ...parts, fetch });
}
