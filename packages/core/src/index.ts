export type {
  AdapterCapabilities,
  AdapterState,
  AgentTyping,
  AuditAbility,
  AuditRange,
  CheckAbility,
  CheckPlace,
  Difference,
  ExplainAbility,
  Explanation,
  Finding,
  FindReceivedAbility,
  FindSentAbility,
  FindSentOutcome,
  Inquiry,
  Ledger,
  LedgerConversation,
  LedgerEntry,
  Missed,
  MissedEnding,
  Rate,
  RateAbility,
  TextFit,
  TextLimit,
  TypingAbility,
} from './contracts/abilities.ts';
export { type AdapterDefinition, defineAdapter } from './contracts/adapter-definition.ts';
export * from './contracts/channel-adapter.ts';
export type * from './contracts/contact-center.ts';
export type * from './contracts/runtime.ts';
export type * from './contracts/store.ts';
export { maskCardNumbers } from './domain/card-numbers.ts';
export type * from './domain/conversation.ts';
export type * from './domain/customer.ts';
export type * from './domain/delivery.ts';
export * from './domain/errors.ts';
export type * from './domain/failure.ts';
export * from './domain/ids.ts';
export type * from './domain/json.ts';
export type * from './domain/message.ts';
export type * from './domain/silence.ts';
export {
  defaultSystemTexts,
  SYSTEM_TEXT_PLACEHOLDERS,
  type SystemTextKey,
  type SystemTexts,
  systemTextProblem,
} from './domain/system-texts.ts';
export type * from './domain/timeline.ts';
export { storageScope } from './engine/adapter-storage.ts';
export { type AuditedSession, auditSessions } from './engine/audit-sessions.ts';
export { createEngine } from './engine/engine.ts';
export type * from './engine/engine-options.ts';
export { presentAddress } from './engine/present-address.ts';
export { systemClock } from './engine/system-clock.ts';
export type * from './engine/trace.ts';
export { createGuardedDispatcher, type GuardOptions } from './net/guarded-dispatcher.ts';
export { InternalAddressError } from './net/guarded-lookup.ts';
export { isInternalHost } from './net/internal-host.ts';
export { createLinkSigner, type LinkSigner } from './net/link-signer.ts';
