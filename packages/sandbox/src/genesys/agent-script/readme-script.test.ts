import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import type { EventTap } from '../../../test/event-tap.ts';
import { memberIs, saying } from '../../../test/event-tap.ts';
import type { Guest } from '../../../test/guest.ts';
import { createGuest, goodCreate } from '../../../test/guest.ts';
import { ManualClock } from '../../../test/manual-clock.ts';
import { sandboxForTest } from '../../../test/sandbox.ts';
import type { GenesysSandbox } from '../start-genesys.ts';
import type { AgentScript } from './agent-script.ts';
import { stepShapes } from './step-shape.ts';

const readme = readFileSync(new URL('../../../README.md', import.meta.url), 'utf8');

function scriptOfTheReadme(): AgentScript {
  const [, yaml] = /^```yaml\n(scenarios:[\s\S]*?)^```/m.exec(readme) ?? [];
  return parse(yaml ?? '') as AgentScript;
}

interface Scene {
  readonly clock: ManualClock;
  readonly sandbox: GenesysSandbox;
  readonly guest: Guest;
  readonly tap: EventTap;
}

async function play(plan: string): Promise<Scene> {
  const clock = new ManualClock();
  const sandbox = await sandboxForTest({ clock, script: scriptOfTheReadme() });
  const memberInfo = { displayName: 'Ada', customFields: { plan } };
  const guest = await createGuest(sandbox, { ...goodCreate, memberInfo });
  return { clock, sandbox, guest, tap: await guest.attach() };
}

it("the README's first scenario goes through a whole chat", async () => {
  const { clock, sandbox, guest, tap } = await play('gold');
  clock.advance(4_000);
  await tap.until(saying('Hello, this is Kim.'));
  await guest.say('Good morning');
  await guest.say('I want my MONEY BACK');
  await tap.until(({ metadata, eventBody }) => {
    return metadata?.type === 'typing-indicator' && eventBody.sender?.id !== guest.memberId;
  });
  clock.advance(1_500);
  await tap.until(saying('You wrote: I want my MONEY BACK'));
  await tap.until(({ eventBody }) => eventBody.bodyType === 'notice' && eventBody.body === 'Lee goes on from here.');
  const { agents, mediaRequests } = sandbox.control.conversation(guest.id);
  expect(agents.map(({ displayName, state }) => `${displayName} ${state}`)).toEqual([
    'Sam DISCONNECTED',
    'Kim DISCONNECTED',
    'Lee CONNECTED',
  ]);
  expect(mediaRequests).toMatchObject([{ types: ['SCREENSHARE'], communicationId: agents[1]?.id }]);
  await tap.until(memberIs(agents[1]?.id ?? '', 'CONNECTED'), 2);
  await guest.say('Hello Lee');
  expect(sandbox.control.conversation(guest.id).state).toBe('active');
  await guest.say('Are you there?');
  await tap.until(memberIs(guest.memberId, 'DISCONNECTED'));
});

it("the README's second scenario goes on and on", async () => {
  const { guest, tap } = await play('silver');
  for (const text of ['one', 'two', 'three']) {
    await guest.say(text);
    await tap.until(saying(`${text}, you say?`));
  }
});

it('the README explains each step', () => {
  const [, section = ''] = /^## Scripted agents$([\s\S]*?)^## /m.exec(readme) ?? [];
  const explained = [...section.matchAll(/^\| `(\w+)/gm)].map(([, name]) => name);
  expect(explained.sort()).toEqual(Object.keys(stepShapes).sort());
});
