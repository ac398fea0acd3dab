import { describe, expect, it } from 'vitest';
import type { EventTap } from '../../../test/event-tap.ts';
import { saying } from '../../../test/event-tap.ts';
import type { Guest, Reply } from '../../../test/guest.ts';
import { call, createGuest, guestBase } from '../../../test/guest.ts';
import { ManualClock } from '../../../test/manual-clock.ts';
import { sandboxForTest } from '../../../test/sandbox.ts';
import type { GenesysOptions, GenesysSandbox, MediaRequest } from '../../index.ts';

interface Scene {
  readonly clock: ManualClock;
  readonly sandbox: GenesysSandbox;
  readonly guest: Guest;
  readonly tap: EventTap;
  readonly asked: MediaRequest;
  answer(state: string, id?: string): Promise<Reply>;
  state(): Promise<string>;
}

/** A chat whose agent has just asked. */
async function scene(options: GenesysOptions = {}): Promise<Scene> {
  const clock = new ManualClock();
  const sandbox = await sandboxForTest({ clock, ...options });
  const guest = await createGuest(sandbox);
  const tap = await guest.attach();
  const asked = sandbox.control.agent.requestMedia(guest.id, { types: ['COBROWSE', 'SCREENSHARE'] });
  const answer = (state: string, id = asked.id) =>
    guest.call('PATCH', `/mediarequests/${id}`, { body: { types: ['COBROWSE'], state } });
  const state = async () => (await guest.call('GET', `/mediarequests/${asked.id}`)).body.state;
  return { clock, sandbox, guest, tap, asked, answer, state };
}

describe('a media request', () => {
  it('is PENDING, listed, and read by its id', async () => {
    const { guest, asked, sandbox } = await scene();
    const [agent] = sandbox.control.conversation(guest.id).agents;
    const view = {
      id: asked.id,
      types: ['COBROWSE', 'SCREENSHARE'],
      state: 'PENDING',
      communicationId: agent?.id,
      securityKey: expect.any(String),
      selfUri: `${guestBase}/${guest.id}/mediarequests/${asked.id}`,
    };
    expect(await guest.call('GET', '/mediarequests')).toMatchObject({ status: 200, body: { entities: [view] } });
    expect((await guest.call('GET', `/mediarequests/${asked.id}`)).body).toEqual(view);
  });

  it.each(['ACCEPTED', 'DECLINED', 'ERRORED'])('may be %s, once', async (wanted) => {
    const { answer, state } = await scene();
    expect(await answer(wanted)).toMatchObject({ status: 200, body: { state: wanted } });
    expect(await answer('DECLINED')).toMatchObject({ status: 400, body: { code: 'chat.error.conversation.state' } });
    expect(await state()).toBe(wanted);
  });

  it('is TIMEDOUT after a minute', async () => {
    const { clock, answer, state } = await scene();
    clock.advance(59_999);
    expect(await state()).toBe('PENDING');
    clock.advance(1);
    expect(await state()).toBe('TIMEDOUT');
    expect((await answer('ACCEPTED')).status).toBe(400);
  });

  it('may wait for ever', async () => {
    const { clock, state } = await scene({ mediaRequestTimeoutMs: 0 });
    clock.advance(600_000);
    expect(await state()).toBe('PENDING');
  });

  it.each([
    ['is transferred', (scene: Scene) => scene.sandbox.control.agent.transfer(scene.guest.id)],
    ['hangs up', (scene: Scene) => scene.sandbox.control.agent.leave(scene.guest.id)],
  ] as const)('is CANCELLED when its agent %s', async (_name, go) => {
    const played = await scene();
    go(played);
    expect(await played.state()).toBe('CANCELLED');
  });

  it('that was answered is not CANCELLED by the end', async () => {
    const { guest, answer, state } = await scene();
    await answer('ACCEPTED');
    await guest.leave();
    expect(await state()).toBe('ACCEPTED');
    expect(await answer('DECLINED')).toMatchObject({ status: 400, body: { code: 'chat.error.conversation.state' } });
  });

  it.each<[string, unknown, string]>([
    ['no object', [], 'bad.request'],
    ['no state', { types: ['COBROWSE'] }, 'constraint.validation'],
    ['no types', { state: 'ACCEPTED' }, 'constraint.validation'],
    ['a state that is not for guests', { types: ['COBROWSE'], state: 'CANCELLED' }, 'invalid.value'],
    ['a medium nobody knows', { types: ['FAX'], state: 'ACCEPTED' }, 'invalid.value'],
  ])('refuses %s', async (_name, body, code) => {
    const { guest, asked, state } = await scene();
    const reply = await guest.call('PATCH', `/mediarequests/${asked.id}`, { body });
    expect(reply.body).toMatchObject({ status: 400, code });
    expect(await state()).toBe('PENDING');
  });

  it('of another chat is not found', async () => {
    const { sandbox, asked } = await scene();
    const other = await createGuest(sandbox);
    expect(await other.call('GET', `/mediarequests/${asked.id}`)).toMatchObject({
      status: 404,
      body: { code: 'chat.error.not.found' },
    });
  });

  it('is a message in history and on the stream', async () => {
    const { guest, tap, asked } = await scene();
    const [frame] = await tap.until(({ eventBody }) => eventBody.bodyType === 'media-request');
    expect(frame?.eventBody).toMatchObject({ sender: { id: asked.communicationId }, body: '' });
    expect((await guest.history()).at(-1)).toBe('[media-request]');
  });

  it('may have a topic of its own, which tells each state', async () => {
    const { guest, tap, asked, answer } = await scene({ mediaRequestFrame: 'topic' });
    await answer('DECLINED');
    const frames = await tap.until(({ metadata }) => metadata?.type === 'mediarequest', 2);
    expect(frames.map(({ eventBody }) => [eventBody.id, eventBody.state])).toEqual([
      [asked.id, 'PENDING'],
      [asked.id, 'DECLINED'],
    ]);
    expect(frames[0]?.topicName).toBe(`v2.conversations.chats.${guest.id}.mediarequests`);
    expect(tap.frames.some(({ eventBody }) => eventBody.bodyType === 'media-request')).toBe(false);
  });

  it('may be told by no frame at all', async () => {
    const { guest, tap } = await scene({ mediaRequestFrame: 'none' });
    await guest.say('hi');
    await tap.until(saying('echo: hi'));
    const told = tap.frames.filter(({ eventBody }) => eventBody.bodyType === 'media-request' || eventBody.types);
    expect(told).toEqual([]);
  });

  it('is asked for and seen through the control API', async () => {
    const { sandbox, guest, answer } = await scene();
    const path = `/_sandbox/conversations/${guest.id}/agent/media-request`;
    const asked = await call(sandbox.url, 'POST', path, { body: { types: ['SCREENSHARE'] } });
    await answer('ACCEPTED', asked.body.id);
    expect(sandbox.control.conversation(guest.id).mediaRequests).toMatchObject([
      { types: ['COBROWSE', 'SCREENSHARE'], state: 'PENDING' },
      { id: asked.body.id, types: ['SCREENSHARE'], state: 'ACCEPTED' },
    ]);
    expect((await call(sandbox.url, 'POST', path, { body: { types: ['FAX'] } })).status).toBe(400);
    sandbox.control.agent.leave(guest.id);
    expect((await call(sandbox.url, 'POST', path)).status).toBe(409);
  });
});
