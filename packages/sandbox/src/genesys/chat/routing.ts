import { ScenarioPlay } from '../agent-script/scenario-play.ts';
import type { Cloud } from '../cloud.ts';
import { alertAgent, connectAgent } from './agents.ts';
import type { Conversation } from './conversation.ts';

/** Takes an active conversation through flow and queue to whoever is at the desk (docs/guest-chat.md §3.4.2 to 4). */
export function route(cloud: Cloud, conversation: Conversation): void {
  const { workflowGreeting, acceptDelayMs } = cloud.knobs;
  if (workflowGreeting !== '') {
    const workflow = conversation.add('WORKFLOW', { displayName: 'Sandbox Flow' });
    conversation.connect(workflow);
    conversation.say(workflow, workflowGreeting, 'standard');
    conversation.disconnect(workflow);
  }
  conversation.connect(conversation.add('ACD', { displayName: conversation.origin.queue }));
  const scenario = cloud.scenarios.get(conversation);
  if (scenario !== undefined) new ScenarioPlay(cloud, conversation, scenario).start();
  if (conversation.origin.agentMode !== 'echo') return;
  const agent = alertAgent(conversation);
  cloud.timers.after(acceptDelayMs, () => {
    if (conversation.state === 'active' && agent.state === 'ALERTING') connectAgent(cloud, conversation, agent);
  });
}
