import { describe, expect, it } from 'vitest';
import { chatOf, type EngineWorld, type Process, worldOn } from '../testing/engine-harness.ts';
import { settle } from '../testing/manual-clock.ts';
import { MemoryDisk } from '../testing/memory-store.ts';
import { type AuditedSession, auditSessions } from './audit-sessions.ts';

const LATER = 120_000;

async function talked(): Promise<{ w: EngineWorld; process: Process }> {
  const w = worldOn(new MemoryDisk());
  const process = await w.startProcess();
  await process.channel.say('ann', 'hello');
  await settle();
  w.contactCenter.join(chatOf(w, 'ann'), 'Grace');
  w.contactCenter.say(chatOf(w, 'ann'), 'hi');
  await process.channel.say('ann', 'ok');
  await settle();
  await w.clock.advance(LATER);
  return { w, process };
}

async function audited(w: EngineWorld, { store }: Process): Promise<readonly AuditedSession[]> {
  const contactCenter = w.contactCenter.connect();
  const contactCenters = new Map([[contactCenter.transport, contactCenter]]);
  const options = { store, contactCenters, now: () => w.clock.now(), channel: 'web' };
  const found: AuditedSession[] = [];
  for await (const one of auditSessions(options, new AbortController().signal)) found.push(one);
  return found;
}

describe('an audit of the agents’ side', () => {
  it('finds nothing where both sides say the same', async () => {
    const { w, process } = await talked();
    expect(await audited(w, process)).toMatchObject([{ unreadable: null, entries: 3, differences: [] }]);
  });

  it('names what an agent said and nobody took in', async () => {
    const { w, process } = await talked();
    w.kill(process);
    w.contactCenter.say(chatOf(w, 'ann'), 'are you there?');
    const { key } = chatOf(w, 'ann').history.at(-1) ?? { key: '' };
    expect((await audited(w, process))[0]?.differences, 'it may be on its way').toEqual([]);
    await w.clock.advance(LATER);
    const [session] = await audited(w, process);
    expect(session?.differences).toMatchObject([{ kind: 'missingHere', about: `entry ${key}` }]);
  });

  it('names what counts as sent and is not there, and what is there twice', async () => {
    const { w, process } = await talked();
    const { history } = chatOf(w, 'ann');
    const index = history.findIndex(({ from, text }) => from === 'own' && text === 'ok');
    const [ok] = history.splice(index, 1);
    if (ok === undefined) throw new Error('nothing was sent');
    history.push({ ...ok, key: 'another' });
    const [session] = await audited(w, process);
    expect(session?.differences).toMatchObject([
      { kind: 'missingThere', about: expect.stringContaining(ok.key) },
      { kind: 'missingHere', about: 'entry another' },
    ]);
    expect(JSON.stringify(session)).not.toContain('"ok"');
  });

  it('leaves out other channels and chats that are over, and says what could not be read', async () => {
    const { w, process } = await talked();
    w.contactCenter.fault = () => 'away';
    expect(await audited(w, process)).toMatchObject([{ unreadable: expect.any(String), differences: [] }]);
    w.contactCenter.fault = () => 'none';
    w.contactCenter.end(chatOf(w, 'ann'));
    await w.clock.advance(LATER);
    expect(await audited(w, process)).toEqual([]);
  });
});
