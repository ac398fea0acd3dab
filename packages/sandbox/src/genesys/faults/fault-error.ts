import { ApiError } from '../api-error.ts';
import { plainCodeOfStatus, statusOfCode } from '../error-code.ts';
import type { FaultRule } from './fault-rule.ts';

/** The error that a rule asks for; 503 service.unavailable when it names none. */
export function faultError(rule: FaultRule): ApiError {
  const status = rule.status ?? (rule.code === undefined ? 503 : statusOfCode(rule.code));
  return new ApiError(rule.code ?? plainCodeOfStatus(status), { status, retryAfterS: rule.retryAfterS });
}

/** How long a rule delays. */
export function faultDelayMs(rule: FaultRule): number {
  return rule.delayMs ?? 1_000;
}
