import { describe, expect, it } from 'vitest';
import { signal, startBench } from './bench.ts';

const MEDIA = /mediarequests/;

describe('a request for more than words', () => {
  it.each(['message', 'topic'] as const)('that is told by %s is declined, and told once', async (mediaRequestFrame) => {
    const { genesys, events, attached, until, count } = await startBench({ genesys: { mediaRequestFrame } });
    const { id } = await attached();
    genesys.control.agent.accept(id);
    const { id: key } = genesys.control.agent.requestMedia(id, { types: ['COBROWSE', 'SCREENSHARE'] });
    await until(() => count('mediaDeclined') === 1);
    expect(events.at(-1)).toEqual({ type: 'mediaDeclined', key, at: expect.any(Number) });
    expect(genesys.control.conversation(id).mediaRequests).toMatchObject([{ id: key, state: 'DECLINED' }]);
    const { id: second } = genesys.control.agent.requestMedia(id);
    await until(() => count('mediaDeclined') === 2);
    expect(events.at(-1)).toMatchObject({ type: 'mediaDeclined', key: second });
  });

  it('is declined once although it is told twice', async () => {
    const { genesys, attached, until, count, calls } = await startBench({ genesys: { duplicateFrames: true } });
    const { id } = await attached();
    genesys.control.agent.accept(id);
    const asked = calls(MEDIA);
    genesys.control.agent.requestMedia(id);
    await until(() => count('mediaDeclined') === 1 && asked.length >= 3);
    genesys.control.agent.say(id, { text: 'end' });
    await until(() => count('message') > 0);
    expect(count('mediaDeclined')).toBe(1);
  });

  it('that nobody heard is declined when the history is read, and is the same whenever it is read', async () => {
    const { genesys, center, another, attached, until, count } = await startBench();
    const session = await attached();
    genesys.control.agent.accept(session.id);
    await until(() => count('joined') === 1);
    center.release(session.id);
    const { id: key } = genesys.control.agent.requestMedia(session.id);
    genesys.control.agent.say(session.id, { text: 'hello?' });
    const entries = [
      { kind: 'mediaDeclined', key, at: expect.any(Number) },
      expect.objectContaining({ text: 'hello?' }),
    ];
    expect(await center.catchUp(session, null, signal)).toMatchObject({ entries });
    expect(genesys.control.conversation(session.id).mediaRequests).toMatchObject([{ state: 'DECLINED' }]);
    const { center: next } = await another();
    expect(await next.catchUp(session, null, signal)).toMatchObject({ entries });
  });

  it('has the same key live and in the history', async () => {
    const { genesys, center, events, attached, until, count } = await startBench();
    const session = await attached();
    genesys.control.agent.accept(session.id);
    genesys.control.agent.requestMedia(session.id);
    await until(() => count('mediaDeclined') === 1);
    const { type: _, ...live } = events.at(-1) ?? { type: 'activated' };
    expect(await center.catchUp(session, null, signal)).toMatchObject({
      entries: [{ kind: 'mediaDeclined', ...live }],
    });
  });

  it.each([
    [400, 'chat.error.conversation.state'],
    [400, 'chat.error.member.state'],
    [404, 'chat.error.not.found'],
  ])('that cannot be declined any more (%i %s) is no event', async (status, code) => {
    const { genesys, clock, attached, until, count } = await startBench();
    const { id } = await attached();
    genesys.control.agent.accept(id);
    genesys.control.addFault({ operation: 'media', effect: 'error', status, code });
    genesys.control.agent.requestMedia(id);
    await until(() => genesys.control.faults().length === 0);
    await clock.advance(50_000);
    expect([count('mediaDeclined'), count('lost')]).toEqual([0, 0]);
  });

  it('that was withdrawn in the meantime is no event', async () => {
    const { genesys, center, attached, until, count } = await startBench();
    const session = await attached();
    genesys.control.agent.accept(session.id);
    await until(() => count('joined') === 1);
    center.release(session.id);
    genesys.control.agent.requestMedia(session.id);
    genesys.control.agent.transfer(session.id);
    expect(genesys.control.conversation(session.id).mediaRequests).toMatchObject([{ state: 'CANCELLED' }]);
    expect(await center.catchUp(session, null, signal)).toMatchObject({ outcome: 'page', entries: [] });
  });

  it.each(['error', 'errorAfterWrite', 'resetBeforeWrite', 'resetAfterWrite'] as const)(
    'is tried again after %s, and loses nothing meanwhile',
    async (effect) => {
      const { genesys, clock, attached, until, count } = await startBench();
      const { id } = await attached();
      genesys.control.agent.accept(id);
      genesys.control.addFault({ operation: 'media', effect, status: 500, times: 2 });
      genesys.control.agent.requestMedia(id);
      await until(() => genesys.control.faults()[0]?.remaining === 1);
      await clock.advance(2_000);
      await until(() => genesys.control.faults().length === 0);
      await clock.advance(10_000);
      await until(() => count('mediaDeclined') === 1);
      expect(count('lost')).toBe(0);
    },
  );

  it('holds back no frame while nobody answers', async () => {
    const { genesys, clock, attached, until, count } = await startBench();
    const { id } = await attached();
    genesys.control.agent.accept(id);
    await until(() => count('joined') === 1);
    genesys.control.addFault({ operation: 'media', effect: 'noAnswerAfterWrite', times: null });
    genesys.control.agent.requestMedia(id);
    genesys.control.agent.say(id, { text: 'hello?' });
    await until(() => count('message') === 1);
    await clock.advance(200_000);
    expect([count('lost'), count('mediaDeclined')]).toEqual([0, 0]);
  });

  it('keeps a page of history waiting for half a deadline, and is then declined besides', async () => {
    const { genesys, clock, center, attached, until, count } = await startBench({
      genesys: { mediaRequestFrame: 'none' },
    });
    const session = await attached();
    genesys.control.agent.accept(session.id);
    await until(() => count('joined') === 1);
    genesys.control.agent.requestMedia(session.id);
    genesys.control.agent.say(session.id, { text: 'hello?' });
    genesys.control.addFault({ operation: 'media', effect: 'noAnswerAfterWrite' });
    const reading = center.catchUp(session, null, signal);
    await until(() => genesys.control.faults().length === 0);
    await clock.advance(5_000);
    expect(await reading).toMatchObject({ outcome: 'page', entries: [{ text: 'hello?' }] });
    await until(() => count('mediaDeclined') === 1);
  });
});
