import { ApiError } from '../api-error.ts';
import { plainCodeOfStatus, statusOfCode } from '../error-code.ts';
import type { CallFault } from './fault-rule.ts';

/** The error that a rule asks for; 503 service.unavailable when it names none. */
export function faultError(fault: CallFault): ApiError {
  const status = fault.status ?? (fault.code === undefined ? 503 : statusOfCode(fault.code));
  const facts = { status, retryAfterS: fault.retryAfterS, bareBody: fault.bareBody ?? false };
  return new ApiError(fault.code ?? plainCodeOfStatus(status), facts);
}

/** How long a rule delays. */
export function faultDelayMs(fault: { readonly delayMs?: number }): number {
  return fault.delayMs ?? 1_000;
}
