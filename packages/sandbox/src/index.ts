export type { Clock, TimerHandle } from './clock.ts';
export { ControlError } from './control/control-error.ts';
export type { AgentScript, ScriptedScenario, ScriptedStep } from './genesys/agent-script/agent-script.ts';
export { ScriptError } from './genesys/agent-script/parse-script.ts';
export type { MediaAnswer, MediaRequest, MediaType } from './genesys/chat/media-requests.ts';
export type { AgentDesk, AgentName, AgentWords, WantedMedia } from './genesys/control/agent-desk.ts';
export type {
  AgentView,
  ConversationDetail,
  ConversationSummary,
  MediaRequestEntry,
  MemberEntry,
  MessageEntry,
} from './genesys/control/conversation-view.ts';
export type { EndCause, FaultSwitchboard, SocketClose, Storm } from './genesys/control/fault-switchboard.ts';
export type { GenesysControl } from './genesys/control/genesys-control.ts';
export type { Deployment } from './genesys/deployment.ts';
export type { CallFault, FaultEffect, FaultOperation, FaultRule } from './genesys/faults/fault-rule.ts';
export type { ActiveFault } from './genesys/faults/fault-rules.ts';
export type { FrameFault, FrameKind } from './genesys/faults/frame-fault.ts';
export type { OutageKind } from './genesys/faults/outage.ts';
export type { AgentMode, Knobs } from './genesys/knobs.ts';
export { defaultKnobs } from './genesys/knobs.ts';
export type { GenesysOptions, GenesysSandbox } from './genesys/start-genesys.ts';
export { startGenesys } from './genesys/start-genesys.ts';
export type { TraceEvent, TraceListener } from './genesys/trace.ts';
export type { SlackControl } from './slack/control/slack-control.ts';
export type { SlackPeople } from './slack/control/slack-people.ts';
export type { SlackCallFault, SlackDeliveryFault, SlackFaultRule } from './slack/faults/slack-fault.ts';
export type { ActiveSlackFault } from './slack/faults/slack-faults.ts';
export type { SlackKnobs } from './slack/knobs.ts';
export { defaultSlackKnobs } from './slack/knobs.ts';
export type { SlackOptions, SlackSandbox } from './slack/start-slack.ts';
export { slackDefaults, startSlack } from './slack/start-slack.ts';
export type { SlackTraceEvent } from './slack/trace.ts';
export type { ApiKey } from './twilio/account.ts';
export { sandboxAccount } from './twilio/account.ts';
export type { NumberEntry, OptOutEntry, TextFromPhone, TwilioControl } from './twilio/control/twilio-control.ts';
export type { PhoneMessage, PhoneSummary } from './twilio/control/views.ts';
export type { DebuggerEntry } from './twilio/debugger.ts';
export type { DeliveryFault, TwilioCallFault, TwilioFault, WebhookFault } from './twilio/faults/fault-rule.ts';
export type { ActiveTwilioFault } from './twilio/faults/fault-rules.ts';
export type { TwilioKnobs } from './twilio/knobs.ts';
export { defaultTwilioKnobs } from './twilio/knobs.ts';
export type { NumberConfig } from './twilio/number.ts';
export type { AdvancedOptOut, ServiceConfig } from './twilio/service.ts';
export type { TwilioOptions, TwilioSandbox } from './twilio/start-twilio.ts';
export { startTwilio } from './twilio/start-twilio.ts';
export type { TwilioTraceEvent, TwilioTraceListener } from './twilio/trace.ts';
export type { WebhookAttempt } from './twilio/webhook/webhook-log.ts';
