export type { Clock, TimerHandle } from './clock.ts';
export type { AgentDesk, AgentName, AgentWords } from './genesys/control/agent-desk.ts';
export { ControlError } from './genesys/control/control-error.ts';
export type {
  AgentView,
  ConversationDetail,
  ConversationSummary,
  MessageEntry,
} from './genesys/control/conversation-view.ts';
export type { GenesysControl } from './genesys/control/genesys-control.ts';
export type { Deployment } from './genesys/deployment.ts';
export type { FaultEffect, FaultOperation, FaultRule } from './genesys/faults/fault-rule.ts';
export type { ActiveFault } from './genesys/faults/fault-rules.ts';
export type { AgentMode, Knobs } from './genesys/knobs.ts';
export { defaultKnobs } from './genesys/knobs.ts';
export type { GenesysOptions, GenesysSandbox } from './genesys/start-genesys.ts';
export { startGenesys } from './genesys/start-genesys.ts';
export type { TraceEvent, TraceListener } from './genesys/trace.ts';
